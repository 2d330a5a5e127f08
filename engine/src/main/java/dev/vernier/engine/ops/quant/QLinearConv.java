package dev.vernier.engine.ops.quant;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/** Convolution of quantized tensors: exact sums with an INT32 bias, scaled and rounded once. */
final class QLinearConv implements Operator {
  private final Node node;
  private final PreparedWeights prepared;

  QLinearConv(NodeContext context) {
    this(context.node(), null);
    Require.positive(node, "group", 1);
  }

  /**
   * A convolution.
   *
   * @param prepared where what is made from weights is kept; null if these are not constant
   */
  private QLinearConv(Node node, PreparedWeights prepared) {
    this.node = node;
    this.prepared = prepared;
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights weights) {
    return inputs.get(3).isConstant() && Facts.isFixed(inputs, 5)
        ? new QLinearConv(node, weights)
        : this;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact w = inputs.get(3);
    DataType type = inputs.get(7).type();
    if (!x.hasDims() || !w.hasDims()) {
      return List.of(TensorFact.unknown(type));
    }
    Require.oneOr(inputs, 1, 1);
    Require.oneOr(inputs, 2, 1);
    for (int i = 4; w.rank() > 0 && i <= 5; i++) {
      Require.oneOr(inputs, i, w.dims()[0]);
    }
    Require.oneOr(inputs, 6, 1);
    Require.oneOr(inputs, 7, 1);
    int[] dims =
        new IntegerConvolution(node, x.dims(), w.dims())
            .outputDims(x.dims()[0], w.dims()[0], x.rank());
    Require.shape(inputs, 8, w.dims()[0]);
    return List.of(TensorFact.of(type, dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    Tensor bias = Facts.optional(inputs, 8);
    IntegerConvolution convolution =
        new IntegerConvolution(node, inputs[0].dims(), inputs[3].dims());
    int[] sums = convolution.sums(inputs[0], inputs[2], inputs[3], inputs[5], prepared, workspace);
    float inputScale = (float) inputs[1].doubleAt(0);
    float outputScale = (float) inputs[6].doubleAt(0);
    long zero = inputs[7].longAt(0);
    int channels = y.dim(1);
    for (int i = 0; i < y.size(); i++) {
      int channel = i / convolution.outputSize() % channels;
      int sum = sums[i] + (bias == null ? 0 : (int) bias.longAt(channel));
      float multiplier = inputScale * Requantization.scale(inputs[4], channel) / outputScale;
      y.setLong(i, Requantization.level(sum, multiplier, zero, y.type()));
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
