package dev.vernier.quantize.plan;

import dev.vernier.quantize.WeightFormat;

/**
 * A constant input of a node that is stored in few bits.
 *
 * @param node the reader, by {@link GraphIndex#key}
 * @param input index of the input
 * @param tensor name of the initializer
 * @param axis axis with a scale an index, or a block of indices; -1 for one scale
 * @param format how it is rounded; its granularity is what {@code axis} means
 */
public record WeightQuantizer(
    String node, int input, String tensor, int axis, Kind kind, WeightFormat format) {

  /** How the constant takes part. */
  public enum Kind {
    /** Symmetric weight of a convolution or matrix product. */
    WEIGHT,
    /** Operand of an element-wise operator, in the activations' type. */
    OPERAND,
    /** Table read by Gather: codes are gathered, then dequantized. */
    TABLE
  }

  /** Whether each index of the axis has a scale. */
  public boolean perChannel() {
    return axis >= 0 && blockSize() == 0;
  }

  /** Indices of the axis that share a scale, 0 if it is not divided into blocks. */
  public int blockSize() {
    return format.granularity().blockSize();
  }
}
