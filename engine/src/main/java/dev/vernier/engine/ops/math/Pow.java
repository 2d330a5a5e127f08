package dev.vernier.engine.ops.math;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.RowWalk;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Power of broadcast operands; the result has the type of the base. Small whole scalar exponents of
 * floats are products, 0.5 is a square root, everything else is computed in double precision.
 */
final class Pow implements Operator {
  private static final Kernels KERNELS = KernelsProvider.kernels();
  private static final int LARGEST_PRODUCT = 8;

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(0).type();
    return List.of(
        Facts.shaped(inputs)
            ? TensorFact.of(type, Dims.broadcast(inputs.get(0).dims(), inputs.get(1).dims()))
            : TensorFact.unknown(type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.type() == DataType.FLOAT && inputs[1].size() == 1 && x.size() == y.size()) {
      double exponent = inputs[1].doubleAt(0);
      if (isProduct(exponent)) {
        workspace
            .kernels()
            .power(x.floats(), x.offset(), y.floats(), y.offset(), x.size(), (int) exponent);
        return;
      }
      if (exponent == 0.5) {
        workspace.kernels().sqrt(x.floats(), x.offset(), y.floats(), y.offset(), x.size());
        return;
      }
    }
    generic(x, inputs[1], y);
  }

  /** Of a constant scalar exponent that has a kernel. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    Tensor constant = inputs.get(1).value();
    if (constant == null || constant.size() != 1) {
      return null;
    }
    double exponent = constant.doubleAt(0);
    if (isProduct(exponent)) {
      return RunForm.unary((x, xo, y, yo, n) -> KERNELS.power(x, xo, y, yo, n, (int) exponent));
    }
    return exponent == 0.5 ? RunForm.unary(KERNELS::sqrt) : null;
  }

  private static boolean isProduct(double exponent) {
    return exponent == Math.rint(exponent) && exponent >= 1 && exponent <= LARGEST_PRODUCT;
  }

  private static void generic(Tensor x, Tensor exponent, Tensor y) {
    int[] dims = y.dims();
    int[][] strides = {
      Shapes.broadcastStrides(x.dims(), dims),
      Shapes.broadcastStrides(exponent.dims(), dims),
      Dims.strides(dims)
    };
    boolean integers = !x.type().isFloatingPoint() && !exponent.type().isFloatingPoint();
    RowWalk.walk(
        dims,
        strides,
        (offsets, steps, n) -> {
          for (int i = 0; i < n; i++) {
            int a = offsets[0] + i * steps[0];
            int b = offsets[1] + i * steps[1];
            if (integers && exponent.longAt(b) >= 0) {
              y.setLong(offsets[2] + i, power(x.longAt(a), exponent.longAt(b)));
            } else {
              y.setDouble(offsets[2] + i, StrictMath.pow(x.doubleAt(a), exponent.doubleAt(b)));
            }
          }
        });
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.broadcast(inputCarries, inputs, outputs.get(0)));
  }
}
