package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;

/**
 * How a weight is rounded.
 *
 * @param type INT8, UINT8, INT4 or UINT4: the type that is stored
 * @param bits width of the codes, from 2 to that of the type
 * @param symmetric zero point in the middle of the codes instead of wherever zero falls
 * @param granularity what shares a scale
 * @param reduced one bit less is used
 * @param powerOfTwo scales are powers of two
 * @param range what the codes cover
 */
public record WeightFormat(
    DataType type,
    int bits,
    boolean symmetric,
    Granularity granularity,
    boolean reduced,
    boolean powerOfTwo,
    WeightRange range) {

  /**
   * What shares a scale.
   *
   * @param perChannel one scale an output channel instead of one a tensor
   * @param blockSize weights along the input channels that share a scale, or 0 for all; only
   *     matrices are divided into blocks
   */
  public record Granularity(boolean perChannel, int blockSize) {

    public static final Granularity PER_TENSOR = new Granularity(false, 0);
    public static final Granularity PER_CHANNEL = new Granularity(true, 0);

    public Granularity {
      if (blockSize < 0 || blockSize == 1) {
        throw new VernierException(
            "Block size " + blockSize + ": expected 0 for no blocks, or such as 32, 64 or 128");
      }
    }

    /** Blocks of a row of weights. */
    public static Granularity blocks(int size) {
      return new Granularity(true, size);
    }

    String text() {
      return blockSize > 0
          ? "per block of " + blockSize
          : perChannel ? "per channel" : "per tensor";
    }
  }

  public WeightFormat {
    if (type != DataType.INT8
        && type != DataType.UINT8
        && type != DataType.INT4
        && type != DataType.UINT4) {
      throw new VernierException(
          "Unsupported weight type " + type + ": expected INT8, UINT8, INT4 or UINT4");
    }
    if (bits < 2 || bits > type.bits()) {
      throw new VernierException(
          "Weights of " + bits + " bits in " + type + ": expected 2 to " + type.bits() + " bits");
    }
  }

  /** All bits of a type, symmetric. */
  public static WeightFormat of(DataType type, Granularity granularity) {
    return new WeightFormat(type, type.bits(), true, granularity, false, false, WeightRange.MINMAX);
  }

  /** The same sign with another width, stored in the smallest type that holds it. */
  public WeightFormat withBits(int value) {
    boolean signed = IntegerRange.full(type).min() < 0;
    DataType small = signed ? DataType.INT4 : DataType.UINT4;
    DataType large = signed ? DataType.INT8 : DataType.UINT8;
    return new WeightFormat(
        value <= 4 ? small : large, value, symmetric, granularity, reduced, powerOfTwo, range);
  }

  public WeightFormat withSymmetric(boolean value) {
    return new WeightFormat(type, bits, value, granularity, reduced, powerOfTwo, range);
  }

  public WeightFormat withGranularity(Granularity value) {
    return new WeightFormat(type, bits, symmetric, value, reduced, powerOfTwo, range);
  }

  public WeightFormat withReduced(boolean value) {
    return new WeightFormat(type, bits, symmetric, granularity, value, powerOfTwo, range);
  }

  public WeightFormat withPowerOfTwo(boolean value) {
    return new WeightFormat(type, bits, symmetric, granularity, reduced, value, range);
  }

  public WeightFormat withRange(WeightRange value) {
    return new WeightFormat(type, bits, symmetric, granularity, reduced, powerOfTwo, value);
  }

  /**
   * The codes in use. Symmetric ones reach equally far on both sides of the zero point, so that
   * weights never take the lowest code of their type; with the range reduced they reach half as far
   * (-64..64 for int8).
   */
  public IntegerRange codes() {
    boolean signed = IntegerRange.full(type).min() < 0;
    int used = reduced ? bits - 1 : bits;
    int half = 1 << (used - 1);
    if (!symmetric) {
      return signed ? new IntegerRange(-half, half - 1) : new IntegerRange(0, 2 * half - 1);
    }
    int reach = reduced && signed ? half : half - 1;
    int middle = signed ? 0 : half;
    return new IntegerRange(middle - reach, middle + reach);
  }

  /** Such as {@code INT8 per channel}. */
  public String text() {
    return type
        + (bits < type.bits() ? " of " + bits + " bits" : "")
        + (symmetric ? " " : " asymmetric ")
        + granularity.text()
        + (powerOfTwo ? " power-of-two" : "")
        + (range == WeightRange.MINMAX ? "" : " by " + range.text());
  }
}
