package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Recognises parts of networks that need other treatment than their operators alone suggest. */
final class NetworkKind {

  /** Boxes and scores at one scale make two; what ends in more has several scales. */
  private static final int DETECTION_HEADS = 3;

  private final GraphIndex index;

  NetworkKind(GraphIndex index) {
    this.index = index;
  }

  /**
   * The type to use for {@code AUTO}: a Softmax that reaches a MatMul of two activations is
   * attention; boxes are selected by NonMaxSuppression, or written by several last convolutions.
   */
  ModelType resolve(ModelType type) {
    if (type != ModelType.AUTO) {
      return type;
    }
    boolean attention =
        index.graph().nodes().stream()
            .filter(node -> node.opType().equals("Softmax"))
            .anyMatch(softmax -> !productsOf(softmax).isEmpty());
    if (attention) {
      return ModelType.TRANSFORMER;
    }
    return selectsBoxes() ? ModelType.DETECTOR : ModelType.CNN;
  }

  private boolean selectsBoxes() {
    Reach reach = new Reach(index);
    long heads =
        index.graph().nodes().stream()
            .filter(node -> node.opType().equals("Conv") && !reach.hasWeightsAfter(node))
            .count();
    return heads >= DETECTION_HEADS
        || index.graph().nodes().stream()
            .anyMatch(node -> node.opType().equals("NonMaxSuppression"));
  }

  /** The products of two activations that read the result of a Softmax. */
  List<Node> productsOf(Node softmax) {
    List<Node> products = new ArrayList<>();
    Deque<String> tensors = new ArrayDeque<>(softmax.outputs());
    while (!tensors.isEmpty()) {
      for (GraphIndex.Use use : index.uses(tensors.pop())) {
        if (isActivationProduct(use.node())) {
          products.add(use.node());
        }
        if (use.input() == 0 && movesValues(use.node())) {
          tensors.addAll(use.node().outputs());
        }
      }
    }
    return products;
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
