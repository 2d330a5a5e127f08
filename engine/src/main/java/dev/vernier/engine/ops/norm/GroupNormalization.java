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
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Normalises every group of channels of every sample, then scales and shifts by channel (by group
 * before opset 21).
 */
final class GroupNormalization implements Operator {
  private final float epsilon;
  private final int groups;

  GroupNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
    groups = Require.positive(context.node(), "num_groups", 1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    if (x.hasDims()) {
      int channels = x.dims()[1];
      if (channels % groups != 0) {
        throw new IllegalArgumentException(
            channels + " channels are not in " + groups + " groups of one size");
      }
      for (int i = 1; i <= 2; i++) {
        TensorFact given = inputs.get(i);
        boolean byGroup = given.hasDims() && given.rank() == 1 && given.dims()[0] == groups;
        Require.shape(inputs, i, byGroup ? groups : channels);
      }
      Require.shape(inputs, 2, inputs.get(1).hasDims() ? inputs.get(1).dims()[0] : -1);
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int channels = x.dim(1);
    int plane = Shapes.product(x.dims(), 2, x.rank());
    int group = channels / groups * plane;
    if (x.type() != DataType.FLOAT) {
      doubles(inputs, plane, group, y);
      return;
    }
    Kernels kernels = workspace.kernels();
    for (int i = 0; group > 0 && i < x.size(); i += group) {
      Planes.normalize(
          kernels, x.floats(), x.offset() + i, y.floats(), y.offset() + i, group, epsilon);
    }
    for (int p = 0; plane > 0 && p < x.size() / plane; p++) {
      int parameter = parameter(p % channels, channels, inputs[1]);
      kernels.scaleShiftScalar(
          y.floats(),
          y.offset() + p * plane,
          inputs[1].floats()[inputs[1].offset() + parameter],
          inputs[2].floats()[inputs[2].offset() + parameter],
          y.floats(),
          y.offset() + p * plane,
          plane);
    }
  }

  private int parameter(int channel, int channels, Tensor scale) {
    boolean byGroup = scale.size() == groups && groups != channels;
    return byGroup ? channel / (channels / groups) : channel;
  }

  private void doubles(Tensor[] inputs, int plane, int group, Tensor y) {
    int channels = y.dim(1);
    for (int i = 0; group > 0 && i < y.size(); i += group) {
      Planes.normalize(inputs[0], i, group, epsilon, y);
    }
    for (int i = 0; i < y.size(); i++) {
      int at = parameter(i / plane % channels, channels, inputs[1]);
      y.setDouble(i, Math.fma(y.doubleAt(i), inputs[1].doubleAt(at), inputs[2].doubleAt(at)));
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
