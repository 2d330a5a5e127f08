package dev.vernier.quantize.refine;

/**
 * What an activation leaves of a normally distributed value: the value between two limits, the
 * upper limit above, and below the lower one the limit and a share of the rest.
 *
 * @param low may be minus infinity
 * @param high may be infinity
 * @param below slope below {@code low}: 0, or LeakyRelu's
 */
record ClippedNormal(double low, double high, double below) {
  private static final double INVERSE_ROOT = 0.3989422804014327; // 1 / sqrt(2 pi)

  /** Beyond this the density is below 1e-15 and the series of the distribution takes long. */
  private static final double FAR = 8.5;

  /**
   * The expected value, by the moments of the truncated normal distribution (M. Nagel et al. 2019,
   * appendix C, for both limits).
   *
   * @param deviation standard deviation, at least 0
   */
  double mean(double mean, double deviation) {
    if (deviation == 0) {
      return value(mean);
    }
    double a = (low - mean) / deviation;
    double b = (high - mean) / deviation;
    double inside =
        mean * (distribution(b) - distribution(a)) - deviation * (density(b) - density(a));
    double under =
        distribution(a) == 0
            ? 0
            : low * distribution(a)
                + below * ((mean - low) * distribution(a) - deviation * density(a));
    double over = distribution(-b) == 0 ? 0 : high * distribution(-b);
    return under + inside + over;
  }

  private double value(double x) {
    return x > high ? high : x >= low ? x : low + below * (x - low);
  }

  private static double density(double x) {
    return Math.abs(x) > FAR ? 0 : INVERSE_ROOT * StrictMath.exp(-x * x / 2);
  }

  /**
   * Standard normal distribution: half and the density times the sum of x^(2k+1) / (1 3 5 .. 2k+1),
   * within 1e-14.
   */
  static double distribution(double x) {
    if (Math.abs(x) > FAR) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + density(x) * sum;
  }
}
