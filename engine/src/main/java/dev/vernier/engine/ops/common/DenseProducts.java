package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;

/**
 * Products and sums of dense blocks of FLOAT, DOUBLE or INT64 elements, every element one chain in
 * order of the inner dimension.
 */
public final class DenseProducts {
  private DenseProducts() {}

  /** y = a b for one m x k and one k x n matrix, each from the given element on. */
  public static void multiply(
      Kernels kernels, int m, int n, int k, Tensor a, int ao, Tensor b, int bo, Tensor y, int yo) {
    int left = a.offset() + ao;
    int right = b.offset() + bo;
    int to = y.offset() + yo;
    switch (y.type()) {
      case FLOAT ->
          kernels.gemm(
              m, n, k, a.floats(), left, k, b.floats(), right, n, null, 0, y.floats(), to, n);
      case DOUBLE -> doubles(m, n, k, a.doubles(), left, b.doubles(), right, y.doubles(), to);
      default -> longs(m, n, k, a.longs(), left, b.longs(), right, y.longs(), to);
    }
  }

  private static void doubles(
      int m, int n, int k, double[] a, int ao, double[] b, int bo, double[] y, int yo) {
    java.util.Arrays.fill(y, yo, yo + m * n, 0);
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        double left = a[ao + i * k + p];
        for (int j = 0; j < n; j++) {
          y[yo + i * n + j] = Math.fma(left, b[bo + p * n + j], y[yo + i * n + j]);
        }
      }
    }
  }

  private static void longs(
      int m, int n, int k, long[] a, int ao, long[] b, int bo, long[] y, int yo) {
    java.util.Arrays.fill(y, yo, yo + m * n, 0);
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        long left = a[ao + i * k + p];
        for (int j = 0; j < n; j++) {
          y[yo + i * n + j] += left * b[bo + p * n + j];
        }
      }
    }
  }

  /** The sum of each run of n elements of x, in y. */
  public static void sumRows(Kernels kernels, Tensor x, int n, Tensor y) {
    for (int i = 0; i < y.size(); i++) {
      int from = x.offset() + i * n;
      switch (y.type()) {
        case FLOAT -> y.floats()[y.offset() + i] = kernels.sum16(x.floats(), from, n);
        case DOUBLE -> {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += x.doubles()[from + j];
          }
          y.doubles()[y.offset() + i] = sum;
        }
        default -> {
          long sum = 0;
          for (int j = 0; j < n; j++) {
            sum += x.longs()[from + j];
          }
          y.longs()[y.offset() + i] = sum;
        }
      }
    }
  }

  /**
   * The tensor itself if it is FLOAT, DOUBLE or INT64; other integers as INT64, 16-bit floats as
   * FLOAT.
   */
  public static Tensor operand(Tensor x, Workspace workspace) {
    DataType type = computed(x.type());
    if (type == x.type()) {
      return x;
    }
    Tensor wide = scratch(type, workspace, x.dims());
    for (int i = 0; i < x.size(); i++) {
      if (type == DataType.INT64) {
        wide.setLong(i, x.longAt(i));
      } else {
        wide.setDouble(i, x.doubleAt(i));
      }
    }
    return wide;
  }

  /** The type in which elements of a type are multiplied and summed. */
  public static DataType computed(DataType type) {
    if (type == DataType.DOUBLE) {
      return type;
    }
    return type.isFloatingPoint() ? DataType.FLOAT : DataType.INT64;
  }

  /** A tensor of one of the three types in scratch memory. */
  public static Tensor scratch(DataType type, Workspace workspace, int... dims) {
    int n = dev.vernier.engine.Dims.size(dims);
    Object array =
        switch (type) {
          case FLOAT -> workspace.floats(n);
          case DOUBLE -> workspace.doubles(n);
          default -> workspace.longs(n);
        };
    return Tensor.wrap(type, array, 0, dims);
  }

  /** Stores computed elements as elements of another type, rounded or with their low bits kept. */
  public static void store(Tensor from, Tensor to) {
    for (int i = 0; i < to.size(); i++) {
      if (from.type() == DataType.INT64) {
        to.setLong(i, from.longAt(i));
      } else {
        to.setDouble(i, from.doubleAt(i));
      }
    }
  }
}
