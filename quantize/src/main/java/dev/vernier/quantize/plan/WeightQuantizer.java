package dev.vernier.quantize.plan;

/**
 * A constant input of a node that is stored in 8 bits.
 *
 * @param node the reader, by {@link GraphIndex#key}
 * @param input index of the input
 * @param tensor name of the initializer
 * @param axis axis with a scale an index, or -1 for one scale
 */
public record WeightQuantizer(String node, int input, String tensor, int axis, Kind kind) {

  /** How the constant takes part. */
  public enum Kind {
    /** Symmetric weight of a convolution or matrix product. */
    WEIGHT,
    /** Operand of an element-wise operator, in the activations' type. */
    OPERAND,
    /** Table read by Gather: codes are gathered, then dequantized. */
    TABLE
  }

  public boolean perChannel() {
    return axis >= 0;
  }
}
