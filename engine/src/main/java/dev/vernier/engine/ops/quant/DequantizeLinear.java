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
 * (x - zero point) * scale, by tensor, by axis or by block of an axis. The difference is exact, the
 * product rounded to single precision and from there to the output's type.
 */
final class DequantizeLinear implements Operator {
  private final long axis;
  private final int blockSize;
  private final long outputType;

  DequantizeLinear(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
    blockSize = (int) context.node().intAttribute("block_size", 0);
    outputType = context.node().intAttribute("output_dtype", 0);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = outputType == 0 ? inputs.get(1).type() : DataType.of((int) outputType);
    if (type == DataType.FLOAT8E8M0) {
      throw new IllegalArgumentException(
          "scales of type FLOAT8E8M0 need the attribute output_dtype, which is missing");
    }
    if (inputs.get(0).type() != DataType.INT32) {
      IntegerTypes.quantized(inputs.get(0).type());
    }
    return List.of(inputs.get(0).withType(type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor scale = inputs[1];
    Tensor zeroPoint = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    Kernels kernels = workspace.kernels();
    boolean runs = y.type() == DataType.FLOAT && IntegerTypes.isLevels(x.type());
    ScaleLayout.of(x.dims(), scale.dims(), axis, blockSize)
        .forEachRun(
            (from, n, at, step) -> {
              if (runs && step == 0) {
                int zero = zeroPoint == null ? 0 : (int) zeroPoint.longAt(at);
                run(kernels, x, y, from, n, (float) scale.doubleAt(at), zero);
              } else {
                for (int i = 0; i < n; i++) {
                  int s = at + i * step;
                  double zero = zeroPoint == null ? 0 : zeroPoint.doubleAt(s);
                  float difference = (float) (x.doubleAt(from + i) - zero);
                  y.setDouble(from + i, difference * (float) scale.doubleAt(s));
                }
              }
            });
  }

  private static void run(
      Kernels kernels, Tensor x, Tensor y, int from, int n, float scale, int zero) {
    boolean unsigned = !x.type().isSigned();
    int xo = x.offset() + from;
    int yo = y.offset() + from;
    if (x.array() instanceof byte[] bytes) {
      kernels.dequantize(bytes, xo, unsigned, y.floats(), yo, n, scale, zero);
    } else {
      kernels.dequantize(x.shorts(), xo, unsigned, y.floats(), yo, n, scale, zero);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries, inputs, Scales.repeat(inputs.get(0), inputs.get(1), axis, blockSize));
  }
}
