package dev.vernier.engine.ops.math;

import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.PackedMatrix;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Matrix product over the last two axes, numpy broadcasting over the others. Each element is one
 * chain of fused multiply-adds in order of K.
 */
final class MatMul implements Operator {
  private final PackedMatrix packed;

  MatMul() {
    this(null);
  }

  private MatMul(PackedMatrix packed) {
    this.packed = packed;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Matrices.infer(inputs.get(0), inputs.get(1), inputs.get(0).type()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Matrices.Product product = Matrices.product(inputs[0].dims(), inputs[1].dims());
    Tensor y = outputs[0];
    if (y.type() != DataType.FLOAT) {
      product.forEach((a, b, c) -> generic(product, inputs[0], a, inputs[1], b, y, c));
    } else if (product.batches() == 1 || product.rightRepeats()) {
      rows(product, inputs, y, workspace.kernels());
    } else {
      Kernels kernels = workspace.kernels();
      product.forEach((a, b, c) -> single(kernels, product, inputs, a, b, y, c));
    }
  }

  /** One right matrix for all left ones: their rows form one tall matrix. */
  private void rows(Matrices.Product p, Tensor[] inputs, Tensor y, Kernels kernels) {
    Tensor a = inputs[0];
    Tensor b = inputs[1];
    int m = p.batches() * p.m();
    if (packed != null) {
      kernels.gemmPacked(
          m, a.floats(), a.offset(), p.k(), packed, null, 0, y.floats(), y.offset(), p.n());
    } else {
      kernels.gemm(
          m,
          p.n(),
          p.k(),
          a.floats(),
          a.offset(),
          p.k(),
          b.floats(),
          b.offset(),
          p.n(),
          null,
          0,
          y.floats(),
          y.offset(),
          p.n());
    }
  }

  private static void single(
      Kernels kernels, Matrices.Product p, Tensor[] inputs, int a, int b, Tensor y, int c) {
    Tensor left = inputs[0];
    Tensor right = inputs[1];
    kernels.gemm(
        p.m(),
        p.n(),
        p.k(),
        left.floats(),
        left.offset() + a,
        p.k(),
        right.floats(),
        right.offset() + b,
        p.n(),
        null,
        0,
        y.floats(),
        y.offset() + c,
        p.n());
  }

  private static void generic(
      Matrices.Product p, Tensor left, int a, Tensor right, int b, Tensor y, int c) {
    boolean floating = y.type() == DataType.DOUBLE;
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        double sum = 0;
        long total = 0;
        for (int k = 0; k < p.k(); k++) {
          int l = a + i * p.k() + k;
          int r = b + k * p.n() + j;
          if (floating) {
            sum = Math.fma(left.doubleAt(l), right.doubleAt(r), sum);
          } else {
            total += left.longAt(l) * right.longAt(r);
          }
        }
        if (floating) {
          y.setDouble(c + i * p.n() + j, sum);
        } else {
          y.setLong(c + i * p.n() + j, total);
        }
      }
    }
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    Tensor b = inputs.get(1).value();
    if (b == null || b.rank() != 2 || b.type() != DataType.FLOAT) {
      return this;
    }
    return new MatMul(Matrices.pack(b, false, prepared));
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(Matrices.carries(inputCarries, inputs, outputs.get(0)));
  }
}
