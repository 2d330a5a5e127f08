package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.DataType;

/** Mean of every window: its elements added in order, divided by their number. */
final class AveragePool extends Pool {
  private final boolean countPadding;

  AveragePool(NodeContext context) {
    super(context);
    countPadding = context.node().intAttribute("count_include_pad", 0) != 0;
  }

  @Override
  void window(Windows windows, Window window, int[] output, Tensor x, int base, Tensor y, int to) {
    int divisor = countPadding ? window.withPadding() : window.inside();
    if (x.type() == DataType.FLOAT) {
      Sum sum = new Sum();
      int from = x.offset() + base;
      forEachTap(windows, window, output, i -> sum.single += x.floats()[from + i]);
      y.floats()[y.offset() + to] = sum.single / divisor;
    } else {
      Sum sum = new Sum();
      forEachTap(windows, window, output, i -> sum.total += x.doubleAt(base + i));
      y.setDouble(to, sum.total / divisor);
    }
  }

  private static final class Sum {
    private float single;
    private double total;
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
