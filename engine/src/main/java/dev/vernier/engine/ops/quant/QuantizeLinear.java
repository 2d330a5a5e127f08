package dev.vernier.engine.ops.quant;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.SmallFloats;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.NarrowCast;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * saturate(round(x / scale) + zero point), halves to even, by tensor, by axis or by block of an
 * axis. The type is that of the zero point, else of attribute output_dtype, else UINT8; a quotient
 * that becomes a narrow float is rounded as Cast does it. Division is in the precision of attribute
 * precision, else of the scale.
 */
final class QuantizeLinear implements Operator {
  private final long axis;
  private final int blockSize;
  private final DataType outputType;
  private final DataType precision;
  private final NarrowCast narrow;

  QuantizeLinear(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
    blockSize = (int) context.node().intAttribute("block_size", 0);
    outputType = DataType.of((int) context.node().intAttribute("output_dtype", 0));
    precision = DataType.of((int) context.node().intAttribute("precision", 0));
    narrow = NarrowCast.of(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact zeroPoint = Facts.optional(inputs, 2);
    DataType type = zeroPoint == null ? outputType : zeroPoint.type();
    if (outputType != DataType.UNDEFINED && type != outputType) {
      throw new IllegalArgumentException(
          "output_dtype is " + outputType + ", but the zero point is of type " + type);
    }
    type = type == DataType.UNDEFINED ? DataType.UINT8 : type;
    return List.of(inputs.get(0).withType(IntegerTypes.quantized(type)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor scale = inputs[1];
    Tensor zeroPoint = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    DataType division = division(x.type(), scale.type());
    Kernels kernels = workspace.kernels();
    boolean levels = IntegerTypes.isLevels(y.type());
    boolean runs = levels && x.type() == DataType.FLOAT && division == DataType.FLOAT;
    int low = levels ? (int) IntegerTypes.low(y.type()) : 0;
    int high = levels ? (int) IntegerTypes.high(y.type()) : 0;
    ScaleLayout.of(x.dims(), scale.dims(), axis, blockSize)
        .forEachRun(
            (from, n, at, step) -> {
              if (runs && step == 0) {
                int zero = zeroPoint == null ? 0 : (int) zeroPoint.longAt(at);
                run(kernels, x, y, from, n, (float) scale.doubleAt(at), zero, low, high);
              } else {
                for (int i = 0; i < n; i++) {
                  int s = at + i * step;
                  // Adding -0 changes no number, not even a zero.
                  double zero = zeroPoint == null ? -0.0 : zeroPoint.doubleAt(s);
                  double quotient = quotient(x.doubleAt(from + i), scale.doubleAt(s), division);
                  if (levels) {
                    y.setLong(from + i, level(quotient, zero, low, high));
                  } else {
                    y.bytes()[y.offset() + from + i] = narrow.code(y.type(), quotient + zero);
                  }
                }
              }
            });
  }

  private DataType division(DataType x, DataType scale) {
    if (precision != DataType.UNDEFINED) {
      return precision;
    }
    return switch (scale) {
      case FLOAT16, BFLOAT16 -> scale;
      case INT32 -> DataType.DOUBLE;
      default -> x == DataType.DOUBLE ? x : DataType.FLOAT;
    };
  }

  /** Correctly rounded in the given precision, for a double has more than twice its bits. */
  private static double quotient(double x, double scale, DataType type) {
    return rounded(rounded(x, type) / rounded(scale, type), type);
  }

  private static double rounded(double value, DataType type) {
    return switch (type) {
      case FLOAT16 -> SmallFloats.fromHalf(SmallFloats.toHalf(value));
      case BFLOAT16 -> SmallFloats.fromBrain(SmallFloats.toBrain((float) value));
      case DOUBLE -> value;
      default -> (float) value;
    };
  }

  private static long level(double quotient, double zero, int low, int high) {
    double level = Math.rint(quotient) + zero;
    return Double.isNaN(level) ? low : (long) Math.max(low, Math.min(high, level));
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
