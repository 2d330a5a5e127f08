package dev.vernier.engine.ops.activation;

/**
 * The Gauss error function in double precision: near 0 by the series 2 / sqrt(pi) exp(-x^2) sum of
 * 2^n x^(2n+1) / (1 3 5 ... (2n+1)), further out by the continued fraction of its complement
 * (Abramowitz and Stegun 7.1.6 and 7.1.14). The error is a few last places.
 */
final class DoubleErf {
  private static final double SQRT_PI = 1.7724538509055160273;
  private static final double SERIES_END = 3;

  /** Beyond it erf rounds to 1. */
  private static final double ONE = 6;

  private static final int FRACTION_TERMS = 60;

  private DoubleErf() {}

  static double erf(double x) {
    double distance = Math.abs(x);
    if (!(distance < ONE)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double value = distance < SERIES_END ? series(distance) : 1 - complement(distance);
    return Math.copySign(value, x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 0x1p-56; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * StrictMath.exp(-x * x) * sum;
  }

  private static double complement(double x) {
    double fraction = x;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      fraction = x + k / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / (SQRT_PI * fraction);
  }
}
