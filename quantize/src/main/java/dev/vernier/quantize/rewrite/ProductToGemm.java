package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.List;
import java.util.Optional;

/**
 * Writes a MatMul of matrices and the Add of a constant row after it as one Gemm, which has an
 * integer form that includes the bias. Only where the input provably has two dimensions; otherwise
 * the Add stays apart.
 */
final class ProductToGemm implements GraphRewrite {

  @Override
  public String name() {
    return "join matrix products with their bias";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    Nodes.visit(graph, node -> node.is("MatMul") && join(graph, node));
  }

  private static boolean join(GraphEditor graph, Node product) {
    String output = product.output(0);
    Optional<TensorData> weight = floats(graph, product.input(1));
    List<Node> readers = graph.consumers(output);
    if (weight.isEmpty()
        || weight.get().rank() != 2
        || readers.size() != 1
        || graph.isGraphOutput(output)
        || !readers.get(0).is("Add")
        || !isMatrix(graph, product.input(0))) {
      return false;
    }
    Node add = readers.get(0);
    String operand = add.input(add.input(0).equals(output) ? 1 : 0);
    Optional<TensorData> bias =
        floats(graph, operand).filter(data -> isRow(data, weight.get().dims()[1]));
    if (bias.isPresent()) {
      graph.removeNode(product);
      graph.replaceNode(
          add,
          Node.of(
              product.name(),
              "Gemm",
              List.of(product.input(0), product.input(1), operand),
              add.outputs()));
    }
    return bias.isPresent();
  }

  private static Optional<TensorData> floats(GraphEditor graph, String tensor) {
    return graph.initializer(tensor).filter(data -> data.type() == DataType.FLOAT);
  }

  private static boolean isRow(TensorData data, long columns) {
    return data.rank() <= 2
        && (data.elementCount() == 1 || data.elementCount() == columns)
        && (data.rank() < 2 || data.dims()[0] == 1);
  }

  private static boolean isMatrix(GraphEditor graph, String tensor) {
    Optional<Node> producer = graph.producer(tensor);
    if (producer.isPresent() && producer.get().is("Reshape")) {
      return graph
          .initializer(producer.get().input(1))
          .filter(shape -> shape.elementCount() == 2)
          .isPresent();
    }
    if (producer.isPresent() && (producer.get().is("Flatten") || producer.get().is("Gemm"))) {
      return true;
    }
    return graph
        .declared(tensor)
        .map(ValueInfo::type)
        .filter(type -> type.hasRank() && type.shape().size() == 2)
        .isPresent();
  }
}
