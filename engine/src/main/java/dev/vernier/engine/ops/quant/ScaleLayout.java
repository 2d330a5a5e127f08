package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Dims;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;

/**
 * Which scale belongs to which element: one for all, one for each index along an axis, or one for
 * each block along an axis.
 *
 * @param outer product of the dimensions before the axis
 * @param length the axis itself
 * @param inner product of the dimensions after it
 * @param block how many neighbours along the axis share a scale; 0 if scales go by index alone
 */
record ScaleLayout(int outer, int length, int inner, int block) {
  /** Receives a run of elements; element i of it has scale {@code scale + i * step}. */
  @FunctionalInterface
  interface RunConsumer {
    void run(int from, int n, int scale, int step);
  }

  /** The layout for data and scales of the given shapes; fails if they do not fit. */
  static ScaleLayout of(int[] dims, int[] scale, long axisAttribute, int blockSize) {
    if (Dims.size(scale) == 1 && blockSize == 0) {
      return new ScaleLayout(1, 1, Dims.size(dims), 0);
    }
    int axis = Dims.axis(axisAttribute, dims.length);
    int outer = Shapes.product(dims, 0, axis);
    int inner = Shapes.product(dims, axis + 1, dims.length);
    if (blockSize > 0) {
      int blocks = (dims[axis] + blockSize - 1) / blockSize;
      check(Arrays.equals(scale, Shapes.with(dims, axis, blocks)), dims, scale);
    } else {
      check(scale.length == 1 && scale[0] == dims[axis], dims, scale);
    }
    return new ScaleLayout(outer, dims[axis], inner, blockSize);
  }

  private static void check(boolean fits, int[] dims, int[] scale) {
    if (!fits) {
      throw new IllegalArgumentException(
          "scales of shape " + Dims.text(scale) + " do not fit data of shape " + Dims.text(dims));
    }
  }

  /** Whether one scale serves all elements. */
  boolean single() {
    return outer == 1 && length == 1 && block == 0;
  }

  /** Visits all elements in row-major order. */
  void forEachRun(RunConsumer consumer) {
    int blocks = block == 0 ? 0 : (length + block - 1) / block;
    for (int o = 0; o < outer; o++) {
      for (int a = 0; a < length; a++) {
        int from = (o * length + a) * inner;
        if (block == 0) {
          consumer.run(from, inner, a, 0);
        } else {
          consumer.run(from, inner, (o * blocks + a / block) * inner, 1);
        }
      }
    }
  }
}
