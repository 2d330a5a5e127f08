package dev.vernier.engine;

import dev.vernier.engine.ops.common.DynamicScale;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.Ordered;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * The scale and zero point, in this order, that DynamicQuantizeLinear gives a tensor of floats; as
 * one tensor of two floats.
 */
final class DynamicRange implements Operator {
  private static final int ZERO = Ordered.encode(0f);

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.of(DataType.FLOAT, 2));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] bounds = bounds();
    workspace.kernels().minMaxOrdered(x.floats(), x.offset(), x.size(), bounds);
    store(bounds, outputs[0]);
  }

  /** Bounds of nothing but zero, which every range contains. */
  static int[] bounds() {
    return new int[] {ZERO, ZERO};
  }

  /** Writes the range for bounds widened by {@link Kernels#minMaxOrdered}. */
  static void store(int[] bounds, Tensor range) {
    DynamicScale by = DynamicScale.of(Ordered.decode(bounds[0]), Ordered.decode(bounds[1]));
    range.floats()[range.offset()] = by.scale();
    range.floats()[range.offset() + 1] = by.zeroPoint();
  }

  /** Scale of a range. */
  static float scale(Tensor range) {
    return range.floats()[range.offset()];
  }

  /** Zero point of a range. */
  static float zeroPoint(Tensor range) {
    return range.floats()[range.offset() + 1];
  }
}
