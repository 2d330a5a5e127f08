package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Limits every element to [min, max], given as attributes before opset 11 and as optional inputs
 * since. The upper bound wins when they cross.
 */
final class Clip implements Operator {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final float lowAttribute;
  private final float highAttribute;

  Clip(NodeContext context) {
    boolean attributes = context.opset() < 11;
    lowAttribute =
        attributes
            ? context.node().floatAttribute("min", -Float.MAX_VALUE)
            : Float.NEGATIVE_INFINITY;
    highAttribute =
        attributes
            ? context.node().floatAttribute("max", Float.MAX_VALUE)
            : Float.POSITIVE_INFINITY;
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
    Tensor low = Facts.optional(inputs, 1);
    Tensor high = Facts.optional(inputs, 2);
    if (x.type() == DataType.FLOAT) {
      workspace
          .kernels()
          .clip(
              x.floats(),
              x.offset(),
              y.floats(),
              y.offset(),
              x.size(),
              low == null ? lowAttribute : (float) low.doubleAt(0),
              high == null ? highAttribute : (float) high.doubleAt(0));
    } else if (x.type() == DataType.DOUBLE) {
      doubles(x, y, low, high);
    } else {
      longs(x, y, low, high);
    }
  }

  private void doubles(Tensor x, Tensor y, Tensor low, Tensor high) {
    double least = low == null ? lowAttribute : low.doubleAt(0);
    double most = high == null ? highAttribute : high.doubleAt(0);
    for (int i = 0; i < x.size(); i++) {
      double v = x.doubleAt(i);
      v = v < least ? least : v;
      y.setDouble(i, most < v ? most : v);
    }
  }

  private static void longs(Tensor x, Tensor y, Tensor low, Tensor high) {
    // Flipping the sign bit turns the unsigned order of 64-bit integers into the signed one.
    long flip = x.type() == DataType.UINT64 ? Long.MIN_VALUE : 0;
    long least = low == null ? Long.MIN_VALUE : low.longAt(0) ^ flip;
    long most = high == null ? Long.MAX_VALUE : high.longAt(0) ^ flip;
    for (int i = 0; i < x.size(); i++) {
      y.setLong(i, Math.min(Math.max(x.longAt(i) ^ flip, least), most) ^ flip);
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.onlyFirst(inputCarries, inputs));
  }

  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    for (TensorFact bound : inputs.subList(1, inputs.size())) {
      if (bound != null && !bound.isConstant()) {
        return null;
      }
    }
    float low = bound(inputs, 1, lowAttribute);
    float high = bound(inputs, 2, highAttribute);
    return RunForm.unary((x, xo, y, yo, n) -> KERNELS.clip(x, xo, y, yo, n, low, high));
  }

  private static float bound(List<TensorFact> inputs, int index, float absent) {
    TensorFact bound = index < inputs.size() ? inputs.get(index) : null;
    return bound == null ? absent : (float) bound.value().doubleAt(0);
  }

  @Override
  public boolean layoutFree() {
    return true;
  }
}
