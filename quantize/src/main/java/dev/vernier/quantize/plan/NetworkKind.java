package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Recognises parts of networks that need other treatment than their operators alone suggest. */
final class NetworkKind {

  private static final Set<String> LEARNED_NONLINEAR =
      Set.of(
          "Relu",
          "Clip",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Selu",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Tanh",
          "Softmax",
          "Gelu",
          "Erf",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LSTM",
          "GRU",
          "RNN",
          "MaxPool");

  private final GraphIndex index;

  NetworkKind(GraphIndex index) {
    this.index = index;
  }

  /**
   * The type to use for {@code AUTO}: a Softmax that reaches a MatMul of two activations is
   * attention.
   */
  ModelType resolve(ModelType type) {
    if (type != ModelType.AUTO) {
      return type;
    }
    boolean attention =
        index.graph().nodes().stream()
            .filter(node -> node.opType().equals("Softmax"))
            .anyMatch(this::feedsMatrixProduct);
    return attention ? ModelType.TRANSFORMER : ModelType.CNN;
  }

  private boolean feedsMatrixProduct(Node softmax) {
    Deque<String> tensors = new ArrayDeque<>(softmax.outputs());
    while (!tensors.isEmpty()) {
      for (GraphIndex.Use use : index.uses(tensors.pop())) {
        if (isActivationProduct(use.node())) {
          return true;
        }
        if (movesValues(use.node())) {
          tensors.addAll(use.node().outputs());
        }
      }
    }
    return false;
  }

  private boolean isActivationProduct(Node node) {
    return node.opType().equals("MatMul")
        && node.inputs().stream().allMatch(name -> index.constant(name).isEmpty());
  }

  private static boolean movesValues(Node node) {
    return OperatorRoles.of(node, ModelType.TRANSFORMER) == Role.PASSTHROUGH
        || node.opType().equals("Cast");
  }

  /**
   * Nodes, by key, that compute a spectrum: everything before a Log that has no learned
   * non-linearity before it, such as the Fourier transform of speech features. Its values span many
   * orders of magnitude before the logarithm, which eight bits cannot.
   */
  Set<String> spectralFrontEnd() {
    Set<String> nodes = new HashSet<>();
    for (Node node : index.graph().nodes()) {
      if (node.opType().equals("Log")) {
        linearAncestors(node).ifPresent(nodes::addAll);
      }
    }
    return nodes;
  }

  private Optional<Set<String>> linearAncestors(Node log) {
    Set<String> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    open.add(log);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (LEARNED_NONLINEAR.contains(node.opType())) {
        return Optional.empty();
      }
      if (seen.add(GraphIndex.key(node))) {
        node.inputs().forEach(input -> index.producer(input).ifPresent(open::add));
      }
    }
    return Optional.of(seen);
  }
}
