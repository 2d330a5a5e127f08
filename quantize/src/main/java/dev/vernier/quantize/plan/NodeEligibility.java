package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.ModelType;
import java.util.Optional;
import java.util.Set;

/**
 * Why a node cannot play the role of its operator type, judged by the node and its inputs alone.
 */
final class NodeEligibility {

  private final GraphIndex index;
  private final FloatTensors floats;
  private final IgnoredNodes ignored;
  private final SensitiveParts parts;
  private final ModelType type;
  private final Set<String> frontEnd;

  NodeEligibility(GraphIndex index, IgnoredNodes ignored, SensitiveParts parts, ModelType type) {
    this.index = index;
    this.floats = new FloatTensors(index.graph());
    this.ignored = ignored;
    this.parts = parts;
    this.type = type;
    this.frontEnd = SpectralFrontEnd.of(index);
  }

  /** The reason to compute the node in float, or empty if it may play its role. */
  Optional<String> objection(Node node, Role role) {
    Optional<String> scope = ignored.match(node);
    if (scope.isPresent()) {
      return scope;
    }
    Optional<String> part = parts.objection(node);
    if (part.isPresent()) {
      return part;
    }
    if (role == Role.FLOAT) {
      return Optional.of(OperatorRoles.floatReason(node, type));
    }
    if (frontEnd.contains(GraphIndex.key(node))) {
      return Optional.of("computes a spectrum, whose range eight bits cannot hold");
    }
    return switch (role) {
      case WEIGHTED -> weighted(node);
      case FOLLOWER -> follower(node);
      case CLAMP -> clamp(node);
      default -> passthrough(node);
    };
  }

  /** A float tensor that depends on the input of the model. */
  boolean isActivation(String tensor) {
    return floats.contains(tensor) && index.constant(tensor).isEmpty();
  }

  boolean isFloatConstant(String tensor) {
    return floats.contains(tensor) && index.constant(tensor).isPresent();
  }

  private Optional<String> weighted(Node node) {
    if (node.opType().equals("MatMul")) {
      return product(node);
    }
    if (!isFreshActivation(node.input(0))) {
      return Optional.of("its input is not a float activation");
    }
    if (!isFloatConstant(node.input(1))) {
      return Optional.of("its weight is not a float constant");
    }
    String bias = node.input(2);
    return bias.isEmpty() || isFloatConstant(bias)
        ? Optional.empty()
        : Optional.of("its bias is not a float constant");
  }

  private Optional<String> product(Node node) {
    boolean left = isFreshActivation(node.input(0));
    boolean right = isFreshActivation(node.input(1));
    boolean fits =
        (left || right)
            && (left || isFloatConstant(node.input(0)))
            && (right || isFloatConstant(node.input(1)));
    return fits ? Optional.empty() : Optional.of("its operands are not float tensors");
  }

  private Optional<String> follower(Node node) {
    for (String input : node.inputs()) {
      Optional<TensorData> constant = index.constant(input);
      if (constant.isPresent() && constant.get().elementCount() != 1) {
        return Optional.of("a constant operand in 8 bits would cost accuracy");
      }
      if (constant.isPresent() ? !isFloatConstant(input) : !isFreshActivation(input)) {
        return Optional.of("its operands are not float activations");
      }
    }
    boolean constantConcat =
        node.opType().equals("Concat")
            && node.inputs().stream().anyMatch(name -> index.constant(name).isPresent());
    return constantConcat ? Optional.of("joins a constant") : Optional.empty();
  }

  private Optional<String> clamp(Node node) {
    if (!isFreshActivation(node.input(0))) {
      return Optional.of("its input is not a float activation");
    }
    boolean constantBounds =
        node.inputs().stream()
            .skip(1)
            .allMatch(bound -> bound.isEmpty() || index.constant(bound).isPresent());
    return constantBounds ? Optional.empty() : Optional.of("its bounds are not constants");
  }

  private Optional<String> passthrough(Node node) {
    if (!isFreshActivation(node.input(0))) {
      return Optional.of("does not move float activations");
    }
    return switch (node.opType()) {
      case "MaxPool" ->
          node.outputs().size() > 1 ? Optional.of("its indices are used") : Optional.empty();
      case "Pad" ->
          padsWithZero(node) ? Optional.empty() : Optional.of("pads with other values than 0");
      case "Resize" ->
          node.stringAttribute("mode", "nearest").equals("nearest")
              ? Optional.empty()
              : Optional.of("interpolates");
      default -> Optional.empty();
    };
  }

  private boolean padsWithZero(Node node) {
    if (!node.stringAttribute("mode", "constant").equals("constant")) {
      return true;
    }
    String value = node.input(2);
    return value.isEmpty()
        || index.constant(value).filter(data -> data.floats()[0] == 0f).isPresent();
  }

  private boolean isFreshActivation(String tensor) {
    return isActivation(tensor)
        && index
            .producer(tensor)
            .filter(node -> node.opType().equals("DequantizeLinear"))
            .isEmpty();
  }
}
