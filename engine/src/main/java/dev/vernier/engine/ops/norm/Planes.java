package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/**
 * Normalisation of runs to mean 0 and variance 1: of floats with sums over 16 virtual lanes, of
 * double precision numbers in order.
 */
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

  /** The mean of a run of double precision numbers. */
  static double mean(Tensor x, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += x.doubleAt(i);
    }
    return sum / n;
  }

  /** 1 / sqrt(variance + epsilon) of a run of double precision numbers. */
  static double inverseDeviation(Tensor x, int from, int n, double mean, float epsilon) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      double distance = x.doubleAt(i) - mean;
      sum += distance * distance;
    }
    return 1 / Math.sqrt(sum / n + epsilon);
  }

  /** Writes (x - mean) / sqrt(variance + epsilon) of one run of double precision numbers. */
  static void normalize(Tensor x, int from, int n, float epsilon, Tensor y) {
    double mean = mean(x, from, n);
    double factor = inverseDeviation(x, from, n, mean, epsilon);
    for (int i = from; i < from + n; i++) {
      y.setDouble(i, (x.doubleAt(i) - mean) * factor);
    }
  }
}
