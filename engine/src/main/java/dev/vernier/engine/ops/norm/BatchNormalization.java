package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Scales and shifts every channel by statistics from training: one fused multiply-add an element.
 * With spatial = 0, before opset 9, every element of a sample has statistics of its own.
 */
final class BatchNormalization implements Operator {
  private final float epsilon;
  private final boolean byChannel;

  BatchNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
    if (context.node().intAttribute("training_mode", 0) != 0) {
      throw new IllegalArgumentException("training_mode is set: only inference is supported");
    }
    byChannel = context.node().intAttribute("spatial", 1) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 1, Integer.MAX_VALUE);
    for (int i = 1; x.hasDims() && i <= 4; i++) {
      Require.size(inputs, i, statistics(x.dims()));
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  /** Elements of each of the statistics. */
  private int statistics(int[] dims) {
    return Shapes.product(dims, 1, byChannel ? Math.min(2, dims.length) : dims.length);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int channels = x.rank() > 1 ? x.dim(1) : 1;
    int plane = Shapes.product(x.dims(), Math.min(2, x.rank()), x.rank());
    if (!byChannel) {
      channels *= plane;
      plane = 1;
    }
    if (x.type() != DataType.FLOAT) {
      generic(inputs, y, channels, plane);
      return;
    }
    for (int p = 0; plane > 0 && p < x.size() / plane; p++) {
      int c = p % channels;
      float factor = (float) (inputs[1].doubleAt(c) / deviation(inputs[4], c));
      float shift = (float) inputs[2].doubleAt(c) - (float) inputs[3].doubleAt(c) * factor;
      int at = p * plane;
      workspace
          .kernels()
          .scaleShiftScalar(
              x.floats(), x.offset() + at, factor, shift, y.floats(), y.offset() + at, plane);
    }
  }

  private double deviation(Tensor variance, int channel) {
    return Math.sqrt(variance.doubleAt(channel) + epsilon);
  }

  private void generic(Tensor[] inputs, Tensor y, int channels, int plane) {
    for (int i = 0; i < y.size(); i++) {
      int c = i / plane % channels;
      double factor = inputs[1].doubleAt(c) / deviation(inputs[4], c);
      double centred = inputs[0].doubleAt(i) - inputs[3].doubleAt(c);
      y.setDouble(i, Math.fma(centred, factor, inputs[2].doubleAt(c)));
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
