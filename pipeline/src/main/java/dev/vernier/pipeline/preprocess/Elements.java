package dev.vernier.pipeline.preprocess;

import dev.vernier.engine.Tensor;

/** Writes numbers into tensors of any element type. */
final class Elements {
  private Elements() {}

  /** Stores a number, rounded once to the tensor's type: to the nearest, ties to even. */
  static void set(Tensor tensor, int i, double value) {
    switch (tensor.type()) {
      case FLOAT -> tensor.floats()[tensor.offset() + i] = (float) value;
      case DOUBLE, FLOAT16, BFLOAT16 -> tensor.setDouble(i, value);
      default -> tensor.setLong(i, (long) Math.rint(value));
    }
  }
}
