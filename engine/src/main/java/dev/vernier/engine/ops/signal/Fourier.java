package dev.vernier.engine.ops.signal;

import dev.vernier.engine.Workspace;

/**
 * The discrete Fourier transform of one length in double precision, by Cooley and Tukey's splitting
 * into the length's prime factors. Complex numbers are pairs of real and imaginary part.
 */
final class Fourier {
  private final int n;
  private final double[] roots;
  private final double[] mixed;

  /** For n at least 1; tables lie in scratch memory. */
  Fourier(int n, boolean inverse, Workspace workspace) {
    this.n = n;
    roots = workspace.doubles(2 * n);
    mixed = workspace.doubles(2 * n);
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * i / n;
      roots[2 * i] = StrictMath.cos(angle);
      roots[2 * i + 1] = inverse ? StrictMath.sin(angle) : -StrictMath.sin(angle);
    }
  }

  /** y_k = sum over i of x_i w^(ik), w = exp(-2 pi j / n), or its inverse; not scaled. */
  void transform(double[] x, double[] y) {
    transform(x, 0, 1, y, 0, n);
  }

  /** Every {@code step}-th element of x from {@code from} on, {@code length} of them. */
  private void transform(double[] x, int from, int step, double[] y, int to, int length) {
    if (length == 1) {
      y[2 * to] = x[2 * from];
      y[2 * to + 1] = x[2 * from + 1];
      return;
    }
    int factor = smallestFactor(length);
    int part = length / factor;
    for (int r = 0; r < factor; r++) {
      transform(x, from + r * step, step * factor, y, to + r * part, part);
    }
    for (int k = 0; k < part; k++) {
      for (int q = 0; q < factor; q++) {
        mix(y, to + k, part, factor, (long) (k + q * part) * (n / length), q);
      }
      for (int q = 0; q < factor; q++) {
        y[2 * (to + k + q * part)] = mixed[2 * q];
        y[2 * (to + k + q * part) + 1] = mixed[2 * q + 1];
      }
    }
  }

  /** Element q of the small transform: the sum over r of part r times root^(r turn). */
  private void mix(double[] y, int at, int part, int factor, long turn, int q) {
    double real = 0;
    double imaginary = 0;
    for (int r = 0; r < factor; r++) {
      int root = (int) (r * turn % n);
      double a = y[2 * (at + r * part)];
      double b = y[2 * (at + r * part) + 1];
      real += a * roots[2 * root] - b * roots[2 * root + 1];
      imaginary += a * roots[2 * root + 1] + b * roots[2 * root];
    }
    mixed[2 * q] = real;
    mixed[2 * q + 1] = imaginary;
  }

  private static int smallestFactor(int n) {
    for (int f = 2; (long) f * f <= n; f++) {
      if (n % f == 0) {
        return f;
      }
    }
    return n;
  }
}
