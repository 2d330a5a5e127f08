package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import java.util.ArrayDeque;
import java.util.Deque;

/** Recognises parts of networks that need other treatment than their operators alone suggest. */
final class NetworkKind {

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
}
