package dev.vernier.engine.ops.signal;

import dev.vernier.engine.Workspace;

/**
 * The discrete Fourier transform of one length in double precision, by Cooley and Tukey's splitting
 * into the length's prime factors; with a large one by Bluestein's convolution with a chirp, whose
 * length is a power of 2. Complex numbers are pairs of real and imaginary part.
 */
final class Fourier {
  private static final int LARGEST_FACTOR = 64;

  private final int n;
  private final double[] roots;
  private final double[] mixed;
  private final Chirp chirp;

  /** For n at least 1; tables lie in scratch memory. */
  Fourier(int n, boolean inverse, Workspace workspace) {
    this.n = n;
    boolean split = largestFactor(n) <= LARGEST_FACTOR;
    chirp = split ? null : new Chirp(n, inverse, workspace);
    if (!split) {
      roots = null;
      mixed = null;
      return;
    }
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
    if (chirp == null) {
      transform(x, 0, 1, y, 0, n);
    } else {
      chirp.transform(x, y);
    }
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

  private static int largestFactor(int n) {
    int rest = n;
    int factor = 1;
    while (rest > 1) {
      factor = smallestFactor(rest);
      rest /= factor;
    }
    return factor;
  }

  /**
   * Since ik = (i^2 + k^2 - (k - i)^2) / 2, the transform is a convolution with c_i = exp(pi j i^2
   * / n) between two multiplications by its conjugate; the inverse conjugates all of it.
   */
  private static final class Chirp {
    private final int n;
    private final int length;
    private final Fourier forward;
    private final Fourier backward;
    private final double[] wave;
    private final double[] kernel;
    private final double[] product;
    private final double[] spectrum;

    Chirp(int n, boolean inverse, Workspace workspace) {
      this.n = n;
      length = Integer.highestOneBit(Math.multiplyExact(2, n)) * 2;
      forward = new Fourier(length, false, workspace);
      backward = new Fourier(length, true, workspace);
      wave = workspace.doubles(2 * n);
      kernel = workspace.doubles(2 * length);
      product = workspace.doubles(2 * length);
      spectrum = workspace.doubles(2 * length);
      java.util.Arrays.fill(product, 0, 2 * length, 0);
      for (int i = 0; i < n; i++) {
        double angle = Math.PI * ((long) i * i % (2L * n)) / n;
        wave[2 * i] = StrictMath.cos(angle);
        wave[2 * i + 1] = inverse ? StrictMath.sin(angle) : -StrictMath.sin(angle);
        set(product, i, wave[2 * i], -wave[2 * i + 1]);
        set(product, (length - i) % length, wave[2 * i], -wave[2 * i + 1]);
      }
      forward.transform(product, kernel);
    }

    void transform(double[] x, double[] y) {
      java.util.Arrays.fill(product, 2 * n, 2 * length, 0);
      for (int i = 0; i < n; i++) {
        multiply(x, wave, i, product);
      }
      forward.transform(product, spectrum);
      for (int i = 0; i < length; i++) {
        multiply(spectrum, kernel, i, product);
      }
      backward.transform(product, spectrum);
      for (int i = 0; i < n; i++) {
        multiply(spectrum, wave, i, y);
        set(y, i, y[2 * i] / length, y[2 * i + 1] / length);
      }
    }

    private static void multiply(double[] a, double[] b, int i, double[] y) {
      double real = a[2 * i] * b[2 * i] - a[2 * i + 1] * b[2 * i + 1];
      set(y, i, real, a[2 * i] * b[2 * i + 1] + a[2 * i + 1] * b[2 * i]);
    }

    private static void set(double[] y, int i, double real, double imaginary) {
      y[2 * i] = real;
      y[2 * i + 1] = imaginary;
    }
  }
}
