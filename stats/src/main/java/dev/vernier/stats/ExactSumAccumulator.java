package dev.vernier.stats;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Adds doubles exactly: an integer in 32-bit limbs, each kept in a long so that carries can wait.
 * Only the limbs that the values reach are held; sums of floats reach at most twelve.
 */
final class ExactSumAccumulator {
  private static final int LIMB_BITS = 32;
  private static final int LOWEST_EXPONENT = -1074;
  private static final int LIMBS_PER_VALUE = 3;
  private static final int MAX_PENDING = 1 << 30;

  /** The weight of limb i is 2^(32 (base + i) - 1074). */
  private int base;

  private long[] limbs = {};
  private int pending;

  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    if (biased == 0x7FF) {
      throw new IllegalArgumentException("cannot sum " + value + " exactly");
    }
    long mantissa = bits & 0xFFFFFFFFFFFFFL;
    if (biased == 0 && mantissa == 0) {
      return;
    }
    if (++pending == MAX_PENDING) {
      carry();
    }
    addMantissa(
        biased == 0 ? mantissa : mantissa | 1L << 52, Math.max(biased, 1) - 1, bits < 0 ? -1 : 1);
  }

  private void addMantissa(long mantissa, int shift, int sign) {
    int offset = shift & (LIMB_BITS - 1);
    int limb = limb(shift / LIMB_BITS);
    long low = mantissa << offset;
    long high = offset == 0 ? 0 : mantissa >>> (Long.SIZE - offset);
    limbs[limb] += sign * (low & 0xFFFFFFFFL);
    limbs[limb + 1] += sign * (low >>> LIMB_BITS);
    limbs[limb + 2] += sign * high;
  }

  /** The index of a limb by weight, after room was made for it and the two above. */
  private int limb(int weight) {
    if (limbs.length == 0) {
      base = weight;
      limbs = new long[LIMBS_PER_VALUE];
    } else if (weight < base) {
      long[] grown = new long[limbs.length + base - weight];
      System.arraycopy(limbs, 0, grown, base - weight, limbs.length);
      limbs = grown;
      base = weight;
    } else if (weight + LIMBS_PER_VALUE > base + limbs.length) {
      limbs = Arrays.copyOf(limbs, weight + LIMBS_PER_VALUE - base);
    }
    return weight - base;
  }

  private void carry() {
    pending = 0;
    for (int i = 0; i < limbs.length - 1; i++) {
      limbs[i + 1] += limbs[i] >> LIMB_BITS;
      limbs[i] &= 0xFFFFFFFFL;
    }
    long top = limbs[limbs.length - 1];
    if (top != (int) top) {
      limbs = Arrays.copyOf(limbs, limbs.length + 1);
      limbs[limbs.length - 1] = top >> LIMB_BITS;
      limbs[limbs.length - 2] = top & 0xFFFFFFFFL;
    }
  }

  ExactSum toExactSum() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = limbs.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
    }
    return ExactSum.of(sum, LIMB_BITS * base + LOWEST_EXPONENT);
  }
}
