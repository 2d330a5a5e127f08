package dev.vernier.engine.ops.quant;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/** Exact convolution of 8-bit integers after their zero points are taken off, as INT32. */
final class ConvInteger implements Operator {
  private final Node node;
  private final PreparedWeights prepared;

  ConvInteger(NodeContext context) {
    this(context.node(), null);
    Require.positive(node, "group", 1);
  }

  /**
   * A convolution.
   *
   * @param prepared where what is made from weights is kept; null if these are not constant
   */
  private ConvInteger(Node node, PreparedWeights prepared) {
    this.node = node;
    this.prepared = prepared;
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights weights) {
    return inputs.get(1).isConstant() && Facts.isFixed(inputs, 3)
        ? new ConvInteger(node, weights)
        : this;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact w = inputs.get(1);
    if (!x.hasDims() || !w.hasDims()) {
      return List.of(TensorFact.unknown(DataType.INT32));
    }
    int[] dims =
        new IntegerConvolution(node, x.dims(), w.dims())
            .outputDims(x.dims()[0], w.dims()[0], x.rank());
    Require.oneOr(inputs, 2, 1);
    Require.oneOr(inputs, 3, w.dims()[0]);
    return List.of(TensorFact.of(DataType.INT32, dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    int[] sums =
        new IntegerConvolution(node, inputs[0].dims(), inputs[1].dims())
            .sums(
                inputs[0],
                Facts.optional(inputs, 2),
                inputs[1],
                Facts.optional(inputs, 3),
                prepared,
                workspace);
    System.arraycopy(sums, 0, y.ints(), y.offset(), y.size());
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
