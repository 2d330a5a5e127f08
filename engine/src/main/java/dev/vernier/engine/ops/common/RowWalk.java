package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;

/**
 * Visits a shape as runs along its innermost axis, tracking the offset of each of several strided
 * operands. Axes that every operand passes through contiguously are merged first, so operands of
 * equal shape become a single run and a broadcast bias becomes one run a row.
 */
public final class RowWalk {
  /** Receives one run. The arrays are reused between calls and must not be kept. */
  @FunctionalInterface
  public interface RowConsumer {
    /**
     * @param offsets the element offset of each operand at the start of the run
     * @param steps the stride of each operand along the run
     * @param length the number of elements in the run
     */
    void row(int[] offsets, int[] steps, int length);
  }

  private RowWalk() {}

  /** Walks {@code dims} in row-major order; {@code strides[k]} are the strides of operand k. */
  public static void walk(int[] dims, int[][] strides, RowConsumer consumer) {
    if (Dims.size(dims) == 0) {
      return;
    }
    int[] shape = new int[dims.length];
    int[][] merged = new int[strides.length][dims.length];
    int rank = merge(dims, strides, shape, merged);
    int[] offsets = new int[strides.length];
    int[] steps = new int[strides.length];
    if (rank == 0) {
      consumer.row(offsets, steps, 1);
      return;
    }
    for (int k = 0; k < strides.length; k++) {
      steps[k] = merged[k][rank - 1];
    }
    visit(shape, merged, rank - 1, offsets, steps, consumer);
  }

  private static void visit(
      int[] shape, int[][] strides, int outer, int[] offsets, int[] steps, RowConsumer consumer) {
    int[] index = new int[outer];
    while (true) {
      consumer.row(offsets, steps, shape[outer]);
      int axis = outer - 1;
      while (axis >= 0 && index[axis] == shape[axis] - 1) {
        shift(offsets, strides, axis, -index[axis]);
        index[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
      index[axis]++;
      shift(offsets, strides, axis, 1);
    }
  }

  private static void shift(int[] offsets, int[][] strides, int axis, int count) {
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] += count * strides[k][axis];
    }
  }

  private static int merge(int[] dims, int[][] strides, int[] shape, int[][] merged) {
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      if (rank > 0 && continues(dims[axis], strides, merged, axis, rank - 1)) {
        shape[rank - 1] *= dims[axis];
        rank--;
      } else {
        shape[rank] = dims[axis];
      }
      for (int k = 0; k < strides.length; k++) {
        merged[k][rank] = strides[k][axis];
      }
      rank++;
    }
    return rank;
  }

  private static boolean continues(
      int dim, int[][] strides, int[][] merged, int axis, int previous) {
    for (int k = 0; k < strides.length; k++) {
      if (merged[k][previous] != strides[k][axis] * dim) {
        return false;
      }
    }
    return true;
  }
}
