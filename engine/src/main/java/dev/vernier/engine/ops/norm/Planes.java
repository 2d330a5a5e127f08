package dev.vernier.engine.ops.norm;

import dev.vernier.kernels.Kernels;

/** Normalisation of runs of floats to mean 0 and variance 1, sums over 16 virtual lanes. */
final class Planes {
  private Planes() {}

  /** Writes (x - mean) / sqrt(variance + epsilon) of one run. */
  static void normalize(
      Kernels kernels, float[] x, int xo, float[] y, int yo, int n, float epsilon) {
    float mean = kernels.sum16(x, xo, n) / n;
    float variance = kernels.squaredDeviation16(x, xo, n, mean) / n;
    kernels.addScalar(x, xo, -mean, y, yo, n);
    kernels.mulScalar(y, yo, 1f / (float) Math.sqrt(variance + epsilon), y, yo, n);
  }
}
