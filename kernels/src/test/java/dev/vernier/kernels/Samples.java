package dev.vernier.kernels;

import java.util.Random;

/**
 * Float arrays that provoke: random magnitudes, zeros of both signs, infinities, NaN, subnormals.
 */
final class Samples {
  static final int[] LENGTHS = {0, 1, 3, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 1023};

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    6f,
    88.7f,
    88.8f,
    -87.4f,
    -103.9f,
    -105f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0.625f,
    0.62499994f,
    4f,
    3.9999998f,
    1e-20f,
    -1e-20f,
    16777216f,
    0.70710678f
  };

  private Samples() {}

  /** Moderate values only. */
  static float[] plain(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Half moderate, a quarter any bit pattern, a quarter from the special list. */
  static float[] wild(Random random, int n) {
    float[] x = plain(random, n);
    for (int i = 0; i < n; i++) {
      switch (random.nextInt(4)) {
        case 0:
          x[i] = Float.intBitsToFloat(random.nextInt());
          break;
        case 1:
          x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
          break;
        default:
          x[i] *= 20f;
      }
    }
    return x;
  }
}
