package dev.vernier.quantize.range;

import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.stats.HistogramSketch;

/**
 * The sum of absolute errors of any quantizer on a sketch, each to a power p, values standing
 * evenly within each bin.
 *
 * <p>With q = p + 1 the integral of the rounding error's power from 0 to x = n s + r, |r| at most
 * s/2, is (2 n (s/2)^q + |r|^q)/q, and beyond an end e it grows as |x - e|^q/q. Powers of r/s come
 * from a table of 2048 steps, linear between them: within 1e-6 of the largest.
 */
final class PowerError {

  private static final int TABLE = 2048;

  private final double power;
  private final double[] lower;
  private final double[] upper;
  private final double[] weight;
  // Sums over the bins before an index of the weight times the mean of |x|^p.
  private final double[] magnitude;
  private final double[] table = new double[TABLE + 2];

  /** Errors on negative values count by the power of the slope. */
  PowerError(HistogramSketch sketch, double power, double negativeSlope) {
    this.power = power;
    int bins = sketch.binCount();
    double slope = StrictMath.pow(Math.abs(negativeSlope), power);
    lower = new double[bins];
    upper = new double[bins];
    weight = new double[bins];
    magnitude = new double[bins + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = StrictMath.pow(i * 0.5 / TABLE, power + 1);
    }
    for (int i = 0; i < bins; i++) {
      lower[i] = sketch.lower(i);
      upper[i] = Math.max(sketch.upper(i), lower[i]);
      weight[i] = sketch.count(i) * (upper[i] <= 0 ? slope : 1);
      magnitude[i + 1] = magnitude[i] + weight[i] * meanDistance(i, 0);
    }
  }

  /** The summed power of the differences between values and what the quantizer makes of them. */
  double of(QuantizationParameters parameters) {
    IntegerRange codes = IntegerRange.full(parameters.type());
    double scale = parameters.scale();
    double low = scale * (codes.min() - parameters.zeroPoint());
    double high = scale * (codes.max() - parameters.zeroPoint());
    double sum = 0;
    int i = 0;
    for (; i < weight.length && upper[i] <= low; i++) {
      sum += weight[i] * meanDistance(i, low);
    }
    for (; i < weight.length && lower[i] < high; i++) {
      if (lower[i] >= -scale / 2 && upper[i] <= scale / 2) {
        int past = firstAbove(Math.min(scale / 2, high), i);
        sum += magnitude[past] - magnitude[i];
        i = past - 1;
      } else {
        sum += weight[i] * rounded(i, scale, low, high);
      }
    }
    for (; i < weight.length; i++) {
      sum += weight[i] * meanDistance(i, high);
    }
    return sum;
  }

  /** The first bin from one on that ends above x, and not before the one after it. */
  private int firstAbove(double x, int from) {
    int i = from + 1;
    while (i < upper.length && upper[i] <= x) {
      i++;
    }
    return i;
  }

  /** Mean of |x - point|^p over a bin. */
  private double meanDistance(int bin, double point) {
    double width = upper[bin] - lower[bin];
    return width > 0
        ? (primitive(upper[bin] - point) - primitive(lower[bin] - point)) / width
        : raised(Math.abs(lower[bin] - point), power);
  }

  private double primitive(double x) {
    return Math.copySign(raised(Math.abs(x), power + 1) / (power + 1), x);
  }

  private double rounded(int bin, double scale, double low, double high) {
    double width = upper[bin] - lower[bin];
    if (width > 0) {
      double to = integral(upper[bin], scale, low, high);
      return (to - integral(lower[bin], scale, low, high)) / width;
    }
    double x = lower[bin];
    double nearest = Math.max(low, Math.min(high, scale * Math.rint(x / scale)));
    return raised(Math.abs(x - nearest), power);
  }

  private double integral(double x, double scale, double low, double high) {
    double inside = Math.max(low, Math.min(high, x));
    double steps = Math.rint(inside / scale);
    double rest = inside / scale - steps;
    double parts = 2 * steps * table[TABLE] + Math.copySign(interpolated(Math.abs(rest)), rest);
    return parts * raised(scale, power + 1) / (power + 1) + primitive(x - inside);
  }

  private double interpolated(double rest) {
    double at = Math.min(0.5, rest) * 2 * TABLE;
    int step = (int) at;
    return table[step] + (table[step + 1] - table[step]) * (at - step);
  }

  private static double raised(double x, double exponent) {
    if (exponent == 1) {
      return x;
    } else if (exponent == 2) {
      return x * x;
    }
    return x == 0 ? 0 : StrictMath.pow(x, exponent);
  }
}
