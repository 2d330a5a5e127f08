package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
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
    groups = (int) context.node().intAttribute("num_groups", 1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.type() != DataType.FLOAT) {
      throw Facts.unsupported(this, x.type());
    }
    int channels = x.dim(1);
    int plane = Shapes.product(x.dims(), 2, x.rank());
    int group = channels / groups * plane;
    Kernels kernels = workspace.kernels();
    for (int i = 0; group > 0 && i < x.size(); i += group) {
      Planes.normalize(
          kernels, x.floats(), x.offset() + i, y.floats(), y.offset() + i, group, epsilon);
    }
    boolean byGroup = inputs[1].size() == groups && groups != channels;
    for (int p = 0; plane > 0 && p < x.size() / plane; p++) {
      int channel = p % channels;
      int parameter = byGroup ? channel / (channels / groups) : channel;
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
