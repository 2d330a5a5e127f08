package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the nodes that compute in integers: every weighted node that can, and the largest set of
 * followers of which each has a quantized producer and a quantized reader.
 */
final class NodeSelection {

  private static final String FLOAT_PRODUCER = "its input comes from a float operator";
  private static final String PRE_PROCESSING = "pre-processing: no operator with weights before it";
  private static final String FLOAT_READER = "no quantized operator reads its output";

  private final GraphIndex index;
  private final ModelType type;
  private final boolean quantizeOutputs;
  private final SensitiveParts parts;
  private final NodeEligibility eligibility;
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, String> objections = new HashMap<>();
  private final Set<String> selected = new HashSet<>();

  NodeSelection(GraphIndex index, QuantizationSettings settings) {
    this.index = index;
    PlacementSettings placement = settings.placement();
    this.type = new NetworkKind(index).resolve(placement.modelType());
    this.quantizeOutputs = placement.quantizeOutputs();
    boolean named = placement.modelType() != ModelType.AUTO;
    this.parts = new SensitiveParts(index, placement.keepFloat().in(type, named));
    this.eligibility =
        new NodeEligibility(index, new IgnoredNodes(index, placement.ignored()), parts, type);
    index.graph().nodes().forEach(this::assignRole);
    select();
  }

  private void assignRole(Node node) {
    String key = GraphIndex.key(node);
    Role role = OperatorRoles.of(node, type);
    Optional<String> objection = eligibility.objection(node, role);
    objection.ifPresent(reason -> objections.put(key, reason));
    roles.put(key, objection.isPresent() ? Role.FLOAT : role);
  }

  private void select() {
    for (Node node : index.graph().nodes()) {
      if (role(node) != Role.FLOAT && role(node) != Role.PASSTHROUGH) {
        selected.add(GraphIndex.key(node));
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Node node : index.graph().nodes()) {
        changed |= reject(node);
      }
    }
  }

  /** Removes a selected node that lost its support; true if it did. */
  private boolean reject(Node node) {
    if (!isSelected(node) || role(node) == Role.WEIGHTED) {
      return false;
    }
    Optional<String> reason = isFused(node) ? Optional.empty() : unsupported(node);
    reason.ifPresent(
        text -> {
          selected.remove(GraphIndex.key(node));
          objections.put(GraphIndex.key(node), text);
        });
    return reason.isPresent();
  }

  private Optional<String> unsupported(Node node) {
    if (activations(node).stream().noneMatch(this::isAnchored)) {
      return Optional.of(parts.isPreProcessing(node) ? PRE_PROCESSING : FLOAT_PRODUCER);
    }
    return hasQuantizedReader(effectiveOutput(node)) ? Optional.empty() : Optional.of(FLOAT_READER);
  }

  private boolean isAnchored(String tensor) {
    return index.producer(root(tensor)).filter(this::isSelected).isPresent();
  }

  /** Whether a quantized node reads the tensor, directly or through nodes that only move values. */
  boolean hasQuantizedReader(String tensor) {
    return leaves(tensor).stream().anyMatch(this::readsQuantized)
        || (quantizeOutputs && reachesOutput(tensor));
  }

  /** Whether the use is an activation input of a quantized node. */
  boolean readsQuantized(GraphIndex.Use use) {
    return isSelected(use.node()) && !isBound(use);
  }

  private boolean isBound(GraphIndex.Use use) {
    return role(use.node()) == Role.CLAMP && use.input() > 0;
  }

  Role role(Node node) {
    return roles.get(GraphIndex.key(node));
  }

  /** Whether the results of the node are to stay exact as those of the model. */
  boolean isExactHead(Node node) {
    return parts.isHead(node);
  }

  ModelType modelType() {
    return type;
  }

  boolean isSelected(Node node) {
    return selected.contains(GraphIndex.key(node));
  }

  boolean isActivation(String tensor) {
    return eligibility.isActivation(tensor);
  }

  boolean isFloatConstant(String tensor) {
    return eligibility.isFloatConstant(tensor);
  }

  Optional<String> objection(Node node) {
    return Optional.ofNullable(objections.get(GraphIndex.key(node)));
  }

  /** A Relu or Clip whose input nothing else sees and whose producer is quantized. */
  boolean isFused(Node node) {
    return role(node) == Role.CLAMP && isSelected(node) && fusesInto(node).isPresent();
  }

  /** The quantized node right before a fused activation. */
  Optional<Node> fusesInto(Node clamp) {
    String input = clamp.inputs().get(0);
    return index
        .producer(input)
        .filter(producer -> isSelected(producer) && index.hasSingleReader(input));
  }

  /**
   * The tensor that is rounded for a quantized node: its output, or that of the activation fused to
   * it.
   */
  String effectiveOutput(Node node) {
    String output = node.outputs().get(0);
    if (!index.hasSingleReader(output)) {
      return output;
    }
    GraphIndex.Use use = index.uses(output).get(0);
    return use.input() == 0 && isFused(use.node()) ? effectiveOutput(use.node()) : output;
  }

  /** Float activations that the node computes with. */
  List<String> activations(Node node) {
    List<String> tensors = new ArrayList<>();
    int count = role(node) == Role.CLAMP ? 1 : node.inputs().size();
    for (String input : node.inputs().subList(0, count)) {
      if (isActivation(input) && !tensors.contains(input)) {
        tensors.add(input);
      }
    }
    return tensors;
  }

  /** The tensor that the values of {@code tensor} were moved from. */
  String root(String tensor) {
    Optional<Node> mover = index.producer(tensor).filter(node -> role(node) == Role.PASSTHROUGH);
    return mover.map(node -> root(node.inputs().get(0))).orElse(tensor);
  }

  /** Whether the use only moves the values of its tensor on. */
  boolean isMove(GraphIndex.Use use) {
    return use.input() == 0 && role(use.node()) == Role.PASSTHROUGH;
  }

  /** Uses of the values of a tensor, looking through nodes that only move them. */
  List<GraphIndex.Use> leaves(String tensor) {
    List<GraphIndex.Use> leaves = new ArrayList<>();
    for (GraphIndex.Use use : index.uses(tensor)) {
      if (isMove(use)) {
        use.node().outputs().forEach(output -> leaves.addAll(leaves(output)));
      } else {
        leaves.add(use);
      }
    }
    return leaves;
  }

  /** Whether the values of a tensor leave the graph or enter a subgraph unchanged. */
  boolean reachesOutput(String tensor) {
    return members(tensor).stream().anyMatch(t -> index.isOutput(t) || index.isCaptured(t));
  }

  /** The tensor and all tensors its values are moved to. */
  List<String> members(String tensor) {
    List<String> members = new ArrayList<>(List.of(tensor));
    for (GraphIndex.Use use : index.uses(tensor)) {
      if (isMove(use)) {
        use.node().outputs().forEach(output -> members.addAll(members(output)));
      }
    }
    return members;
  }
}
