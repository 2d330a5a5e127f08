package dev.vernier.quantize.refine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.Optional;

/**
 * The bias of a MatMul with a constant matrix: a constant, one value a column, that the Add behind
 * it adds. A single value is not one: it may be rounded as an operand.
 *
 * @param add the only reader of the product
 * @param input index of the constant among its inputs
 */
public record AddedBias(Node add, int input) {

  /** The bias added to a product; empty where there is none, or something else is added. */
  public static Optional<AddedBias> of(Node product, GraphIndex index) {
    String output = product.output(0);
    Optional<TensorData> weight = floats(index.graph(), product.input(1));
    if (!product.is("MatMul") || weight.isEmpty() || weight.get().rank() != 2) {
      return Optional.empty();
    }
    if (!index.hasSingleReader(output) || !index.uses(output).get(0).node().is("Add")) {
      return Optional.empty();
    }
    Node add = index.uses(output).get(0).node();
    int input = add.input(0).equals(output) ? 1 : 0;
    long columns = weight.get().dims()[1];
    return floats(index.graph(), add.input(input))
        .filter(bias -> bias.rank() > 0 && bias.dims()[bias.rank() - 1] == columns)
        .filter(bias -> bias.elementCount() == columns && columns > 1)
        .map(bias -> new AddedBias(add, input));
  }

  private static Optional<TensorData> floats(Graph graph, String tensor) {
    return Optional.ofNullable(graph.initializers().get(tensor))
        .filter(data -> data.type() == DataType.FLOAT);
  }

  /** Name of the constant. */
  public String tensor() {
    return add.input(input);
  }
}
