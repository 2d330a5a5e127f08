package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.kernels.PackedMatrix;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** Shapes of numpy-style matrix products, shared by the floating point and integer operators. */
public final class Matrices {
  /** Receives the element offsets of one pair of matrices and of their product. */
  @FunctionalInterface
  public interface MatrixConsumer {
    void accept(int left, int right, int product);
  }

  /**
   * A batch of products of m x k by k x n matrices.
   *
   * @param batch the broadcast leading dimensions
   * @param leftStrides elements between left matrices along each of them, 0 where one repeats
   * @param rightStrides the same of the right matrices
   */
  public record Product(int m, int n, int k, int[] batch, int[] leftStrides, int[] rightStrides) {
    /** The number of matrix pairs. */
    public int batches() {
      return Dims.size(batch);
    }

    /** Whether all left matrices, lying one after the other, meet the same right matrix. */
    public boolean rightRepeats() {
      int stride = m * k;
      for (int i = batch.length - 1; i >= 0; i--) {
        if (rightStrides[i] != 0 || (batch[i] != 1 && leftStrides[i] != stride)) {
          return false;
        }
        stride *= batch[i];
      }
      return true;
    }

    /** Visits all pairs in row-major order. */
    public void forEach(MatrixConsumer consumer) {
      int[] index = new int[batch.length];
      int count = batches();
      for (int c = 0; c < count; c++) {
        int left = 0;
        int right = 0;
        for (int i = 0; i < index.length; i++) {
          left += index[i] * leftStrides[i];
          right += index[i] * rightStrides[i];
        }
        consumer.accept(left, right, c * m * n);
        advance(index);
      }
    }

    private void advance(int[] index) {
      for (int i = index.length - 1; i >= 0; i--) {
        if (++index[i] < batch[i]) {
          return;
        }
        index[i] = 0;
      }
    }
  }

  private Matrices() {}

  /**
   * The geometry of a product; vectors count as one row on the left and one column on the right.
   */
  public static Product product(int[] left, int[] right) {
    int[] a = left.length == 1 ? new int[] {1, left[0]} : left;
    int[] b = right.length == 1 ? new int[] {right[0], 1} : right;
    if (a.length < 2 || b.length < 2 || a[a.length - 1] != b[b.length - 2]) {
      throw new IllegalArgumentException(
          "matrices "
              + Dims.text(left)
              + " and "
              + Dims.text(right)
              + " do not multiply: inner dimensions differ");
    }
    int m = a[a.length - 2];
    int k = a[a.length - 1];
    int n = b[b.length - 1];
    int[] leftBatch = Arrays.copyOf(a, a.length - 2);
    int[] rightBatch = Arrays.copyOf(b, b.length - 2);
    int[] batch = Dims.broadcast(leftBatch, rightBatch);
    return new Product(
        m, n, k, batch, scaled(leftBatch, batch, m * k), scaled(rightBatch, batch, k * n));
  }

  private static int[] scaled(int[] dims, int[] out, int factor) {
    int[] strides = Shapes.broadcastStrides(dims, out);
    for (int i = 0; i < strides.length; i++) {
      strides[i] *= factor;
    }
    return strides;
  }

  /** Shape inference of a product with elements of the given type. */
  public static TensorFact infer(TensorFact a, TensorFact b, DataType type) {
    if (!a.hasDims() || !b.hasDims()) {
      return TensorFact.unknown(type);
    }
    Product p = product(a.dims(), b.dims());
    int rank = p.batch().length;
    int[] dims = Arrays.copyOf(p.batch(), rank + 2);
    if (a.rank() > 1) {
      dims[rank++] = p.m();
    }
    if (b.rank() > 1) {
      dims[rank++] = p.n();
    }
    return TensorFact.of(type, Arrays.copyOf(dims, rank));
  }

  /**
   * Whether axis 0 of a product carries the samples: as a row of the left matrix when the right one
   * is constant, or as the first of the leading axes of every operand that carries it.
   */
  public static boolean carries(boolean[] carries, List<TensorFact> inputs, TensorFact output) {
    TensorFact a = inputs.get(0);
    TensorFact b = inputs.get(1);
    if (!a.hasDims() || !b.hasDims()) {
      return false;
    }
    if (carries[0] && !carries[1] && a.rank() == 2) {
      return b.isConstant() && b.rank() <= 2;
    }
    int rank = Math.max(a.rank(), b.rank());
    return output.hasDims()
        && output.rank() == rank
        && fits(carries[0], a, rank)
        && fits(carries[1], b, rank)
        && (carries[0] || carries[1]);
  }

  private static boolean fits(boolean carries, TensorFact x, int rank) {
    boolean fullRank = x.rank() == rank;
    return carries ? fullRank && rank > 2 : x.isConstant() && (!fullRank || x.dims()[0] == 1);
  }

  /** A constant matrix packed for the kernels of this JVM, transposed first if asked for. */
  public static PackedMatrix pack(Tensor b, boolean transposed, PreparedWeights prepared) {
    int width = KernelsProvider.kernels().panelWidth();
    return prepared.get(
        b,
        "gemm:" + width + (transposed ? ":transposed" : "") + Dims.text(b.dims()),
        // Columns are filled up to whole panels.
        4L * b.dim(transposed ? 1 : 0) * (b.dim(transposed ? 0 : 1) + width),
        t -> packNow(t, transposed, width),
        p -> 4L * p.data().length);
  }

  private static PackedMatrix packNow(Tensor b, boolean transposed, int width) {
    int columns = b.dim(1);
    return transposed
        ? PackedMatrix.pack(b.floats(), b.offset(), 1, columns, columns, b.dim(0), width)
        : PackedMatrix.pack(b.floats(), b.offset(), columns, 1, b.dim(0), columns, width);
  }
}
