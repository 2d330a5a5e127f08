package dev.vernier.stats;

import java.math.BigInteger;

/**
 * The exact sum of any finite doubles, free of order and grouping: an odd integer (or zero) times a
 * power of two. Rounding happens once, when the sum is read.
 */
public final class ExactSum {
  private static final ExactSum ZERO = new ExactSum(BigInteger.ZERO, 0);

  /** More than a sum of 2^63 of the largest doubles needs. */
  private static final int MAX_BYTES = 280;

  private static final int MIN_EXPONENT = -1074;
  private static final int MAX_EXPONENT = 1100;

  private final BigInteger odd;
  private final int exponent;

  private ExactSum(BigInteger odd, int exponent) {
    this.odd = odd;
    this.exponent = exponent;
  }

  public static ExactSum zero() {
    return ZERO;
  }

  /** The sum of the given values, which must be finite. */
  public static ExactSum of(double... values) {
    ExactSumAccumulator sum = new ExactSumAccumulator();
    for (double value : values) {
      sum.add(value);
    }
    return sum.toExactSum();
  }

  /** The value integer times 2^exponent. */
  static ExactSum of(BigInteger integer, int exponent) {
    if (integer.signum() == 0) {
      return ZERO;
    }
    int zeros = integer.getLowestSetBit();
    return new ExactSum(integer.shiftRight(zeros), exponent + zeros);
  }

  public ExactSum merge(ExactSum other) {
    int common = Math.min(exponent, other.exponent);
    return of(scaledTo(common).add(other.scaledTo(common)), common);
  }

  private BigInteger scaledTo(int lower) {
    return odd.shiftLeft(exponent - lower);
  }

  public boolean isZero() {
    return odd.signum() == 0;
  }

  /** The double nearest to the sum, ties to even. */
  public double doubleValue() {
    BigInteger magnitude = odd.abs();
    int excess = magnitude.bitLength() - Long.SIZE;
    double nearest;
    if (excess <= 0) {
      nearest = Math.scalb(magnitude.doubleValue(), exponent);
    } else {
      // An odd integer always has a bit below the ones kept: set it, so that no tie is invented.
      BigInteger kept = magnitude.shiftRight(excess).setBit(0);
      nearest = Math.scalb(kept.doubleValue(), exponent + excess);
    }
    return odd.signum() < 0 ? -nearest : nearest;
  }

  /** The sum divided by a count, rounded twice; NaN if the count is zero. */
  public double mean(long count) {
    return doubleValue() / count;
  }

  /** The bytes that {@link #fromBytes} reads; equal sums have equal bytes. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter();
    write(out);
    return out.finish();
  }

  /** Reads what {@link #toBytes} wrote. */
  public static ExactSum fromBytes(byte[] bytes) {
    StateReader in = new StateReader(bytes, "sum", 0, bytes.length - Integer.BYTES);
    ExactSum sum = read(in);
    in.requireEnd();
    return sum;
  }

  /** Signed exponent, length of the magnitude in bytes, sign byte and magnitude, lowest first. */
  void write(StateWriter out) {
    byte[] magnitude = odd.abs().toByteArray();
    int skip = magnitude[0] == 0 ? 1 : 0;
    out.putVarint(magnitude.length - skip);
    if (isZero()) {
      return;
    }
    out.putByte(odd.signum() < 0 ? 1 : 0);
    out.putSigned(exponent);
    for (int i = magnitude.length - 1; i >= skip; i--) {
      out.putByte(magnitude[i]);
    }
  }

  static ExactSum read(StateReader in) {
    int length = in.readVarint(0, MAX_BYTES, "bytes of a sum");
    if (length == 0) {
      return ZERO;
    }
    int sign = in.readByte();
    long exponent = in.readSigned();
    byte[] magnitude = new byte[length];
    for (int i = length - 1; i >= 0; i--) {
      magnitude[i] = (byte) in.readByte();
    }
    if (sign > 1 || exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
      throw in.bad("expected a sum, not sign %d and exponent %d".formatted(sign, exponent));
    }
    return of(new BigInteger(sign == 0 ? 1 : -1, magnitude), (int) exponent);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ExactSum other && exponent == other.exponent && odd.equals(other.odd);
  }

  @Override
  public int hashCode() {
    return 31 * odd.hashCode() + exponent;
  }

  @Override
  public String toString() {
    return "ExactSum[" + doubleValue() + "]";
  }
}
