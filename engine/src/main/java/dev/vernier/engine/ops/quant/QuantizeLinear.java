package dev.vernier.engine.ops.quant;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * saturate(round(x / scale) + zero point), halves to even, by tensor, by axis or by block of an
 * axis. The type is that of the zero point, else of attribute output_dtype, else UINT8.
 */
final class QuantizeLinear implements Operator {
  private final long axis;
  private final int blockSize;
  private final DataType outputType;

  QuantizeLinear(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
    blockSize = (int) context.node().intAttribute("block_size", 0);
    long type = context.node().intAttribute("output_dtype", 0);
    outputType = type == 0 ? DataType.UINT8 : DataType.of((int) type);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact zeroPoint = Facts.optional(inputs, 2);
    DataType type = zeroPoint == null ? outputType : zeroPoint.type();
    return List.of(inputs.get(0).withType(IntegerTypes.quantized(type)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor scale = inputs[1];
    Tensor zeroPoint = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    int low = (int) IntegerTypes.low(y.type());
    int high = (int) IntegerTypes.high(y.type());
    Kernels kernels = workspace.kernels();
    boolean runs = x.type() == DataType.FLOAT;
    ScaleLayout.of(x.dims(), scale.dims(), axis, blockSize)
        .forEachRun(
            (from, n, at, step) -> {
              if (runs && step == 0) {
                int zero = zeroPoint == null ? 0 : (int) zeroPoint.longAt(at);
                run(kernels, x, y, from, n, (float) scale.doubleAt(at), zero, low, high);
              } else {
                for (int i = 0; i < n; i++) {
                  int s = at + i * step;
                  long zero = zeroPoint == null ? 0 : zeroPoint.longAt(s);
                  y.setLong(from + i, single(x, from + i, scale.doubleAt(s), zero, low, high));
                }
              }
            });
  }

  private static void run(
      Kernels kernels,
      Tensor x,
      Tensor y,
      int from,
      int n,
      float scale,
      int zero,
      int low,
      int high) {
    int xo = x.offset() + from;
    int yo = y.offset() + from;
    if (y.array() instanceof byte[] bytes) {
      kernels.quantize(x.floats(), xo, bytes, yo, n, scale, zero, low, high);
    } else {
      kernels.quantize(x.floats(), xo, y.shorts(), yo, n, scale, zero, low, high);
    }
  }

  private static long single(Tensor x, int i, double scale, long zero, int low, int high) {
    double quotient =
        x.type() == DataType.DOUBLE ? x.doubleAt(i) / scale : (float) x.doubleAt(i) / (float) scale;
    double level = Math.rint(quotient) + zero;
    return Double.isNaN(level) ? low : (long) Math.max(low, Math.min(high, level));
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries, inputs, Scales.repeat(inputs.get(0), inputs.get(1), axis, blockSize));
  }
}
