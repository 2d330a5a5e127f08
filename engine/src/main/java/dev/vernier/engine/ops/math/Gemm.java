package dev.vernier.engine.ops.math;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.PackedMatrix;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * alpha A' B' + beta C on matrices. With alpha = beta = 1 and C a row, each element is C followed
 * by one chain of fused multiply-adds in order of K; otherwise the chain starts at zero and the
 * scaled terms are added once.
 */
final class Gemm implements Operator {
  private final float alpha;
  private final float beta;
  private final boolean transposeA;
  private final boolean transposeB;
  private final PackedMatrix packed;

  Gemm(NodeContext context) {
    this(
        context.node().floatAttribute("alpha", 1f),
        context.node().floatAttribute("beta", 1f),
        context.node().intAttribute("transA", 0) != 0,
        context.node().intAttribute("transB", 0) != 0,
        null);
  }

  private Gemm(
      float alpha, float beta, boolean transposeA, boolean transposeB, PackedMatrix packed) {
    this.alpha = alpha;
    this.beta = beta;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.packed = packed;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact a = inputs.get(0);
    TensorFact b = inputs.get(1);
    if (!a.hasDims() || !b.hasDims()) {
      return List.of(TensorFact.unknown(a.type()));
    }
    Require.rank(inputs, 0, 2, 2);
    Require.rank(inputs, 1, 2, 2);
    int k = a.dims()[transposeA ? 0 : 1];
    if (k != b.dims()[transposeB ? 1 : 0]) {
      throw new IllegalArgumentException(
          "matrices "
              + Dims.text(a.dims())
              + (transposeA ? " (transposed)" : "")
              + " and "
              + Dims.text(b.dims())
              + (transposeB ? " (transposed)" : "")
              + " do not multiply");
    }
    int[] dims = {a.dims()[transposeA ? 1 : 0], b.dims()[transposeB ? 0 : 1]};
    Require.broadcasts(inputs, 2, dims);
    return List.of(TensorFact.of(a.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor a = inputs[0];
    Tensor b = inputs[1];
    Tensor c = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    if (y.type() != DataType.FLOAT) {
      generic(a, b, c, y);
      return;
    }
    int m = y.dim(0);
    int n = y.dim(1);
    int k = a.dim(transposeA ? 0 : 1);
    boolean startsWithRow = c != null && alpha == 1 && beta == 1 && isRow(c, n);
    float[] bias = startsWithRow ? c.floats() : null;
    int biasOffset = startsWithRow ? c.offset() : 0;
    Kernels kernels = workspace.kernels();
    float[] left = a.floats();
    int leftOffset = a.offset();
    if (transposeA) {
      left = workspace.floats(m * k);
      leftOffset = 0;
      kernels.transpose(a.floats(), a.offset(), m, left, 0, k, k, m);
    }
    if (packed != null) {
      kernels.gemmPacked(
          m, left, leftOffset, k, packed, bias, biasOffset, y.floats(), y.offset(), n);
    } else {
      float[] right = b.floats();
      int rightOffset = b.offset();
      if (transposeB) {
        right = workspace.floats(k * n);
        rightOffset = 0;
        kernels.transpose(b.floats(), b.offset(), k, right, 0, n, n, k);
      }
      kernels.gemm(
          m,
          n,
          k,
          left,
          leftOffset,
          k,
          right,
          rightOffset,
          n,
          bias,
          biasOffset,
          y.floats(),
          y.offset(),
          n);
    }
    if (!startsWithRow) {
      scaleAndAdd(c, y);
    }
  }

  private static boolean isRow(Tensor c, int n) {
    return c.size() == n && c.rank() > 0 && c.dim(-1) == n;
  }

  private void scaleAndAdd(Tensor c, Tensor y) {
    float[] values = y.floats();
    int columns = y.dim(1);
    int[] steps = c == null ? null : Shapes.broadcastStrides(c.dims(), y.dims());
    for (int i = 0; i < y.dim(0); i++) {
      for (int j = 0; j < columns; j++) {
        int at = y.offset() + i * columns + j;
        float product = alpha * values[at];
        values[at] =
            c == null
                ? product
                : Math.fma(beta, c.floats()[c.offset() + i * steps[0] + j * steps[1]], product);
      }
    }
  }

  private void generic(Tensor a, Tensor b, Tensor c, Tensor y) {
    int m = y.dim(0);
    int n = y.dim(1);
    int k = a.dim(transposeA ? 0 : 1);
    int[] steps = c == null ? new int[2] : Shapes.broadcastStrides(c.dims(), y.dims());
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          double left = a.doubleAt(transposeA ? l * m + i : i * k + l);
          sum = Math.fma(left, b.doubleAt(transposeB ? j * k + l : l * n + j), sum);
        }
        double addend = c == null ? 0 : beta * c.doubleAt(i * steps[0] + j * steps[1]);
        y.setDouble(i * n + j, alpha * sum + addend);
      }
    }
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    Tensor b = inputs.get(1).value();
    if (b == null || b.type() != DataType.FLOAT) {
      return this;
    }
    return new Gemm(alpha, beta, transposeA, transposeB, Matrices.pack(b, transposeB, prepared));
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    TensorFact c = Facts.optional(inputs, 2);
    boolean addendRepeats = c == null || c.rank() < 2 || c.dims()[0] == 1;
    return SampleAxis0.withinSlices(inputCarries, inputs, !transposeA && addendRepeats);
  }
}
