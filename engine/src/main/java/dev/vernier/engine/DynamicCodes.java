package dev.vernier.engine;

import dev.vernier.engine.ops.common.DynamicScale;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * The codes of DynamicQuantizeLinear less their zero point, as floats, from a tensor of floats and
 * its {@link DynamicRange}.
 */
final class DynamicCodes implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(inputs.get(0).withType(DataType.FLOAT));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    write(x.floats(), x.offset(), inputs[1], y.floats(), y.offset(), x.size(), workspace.kernels());
  }

  /** Writes the codes of n floats. */
  static void write(float[] x, int xo, Tensor range, float[] y, int yo, int n, Kernels kernels) {
    float zero = DynamicRange.zeroPoint(range);
    float scale = DynamicRange.scale(range);
    kernels.centredCodes(x, xo, y, yo, n, scale, -zero, DynamicScale.HIGH - zero);
  }
}
