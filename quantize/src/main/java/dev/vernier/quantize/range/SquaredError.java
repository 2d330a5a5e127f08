package dev.vernier.quantize.range;

import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.stats.HistogramSketch;

/**
 * The summed squared error of any 8-bit quantizer on a sketch, integrated exactly for values spread
 * evenly within each bin.
 *
 * <p>Far from the grid's ends the integral of the squared rounding error from 0 to x = n s + r, |r|
 * at most s/2, is n s^3/12 + r^3/3; beyond an end e it grows as (x - e)^3/3. Bins that round to
 * zero or lie wholly outside the grid come from prefix sums, so an evaluation visits only the bins
 * within about eight octaves of the ends.
 */
final class SquaredError {

  private final double[] lower;
  private final double[] upper;
  private final double[] weight;
  // Sums of weight, weight * x and weight * x^2 over the bins before an index.
  private final double[] mass;
  private final double[] first;
  private final double[] second;

  /** Errors on negative values count by the square of the slope. */
  SquaredError(HistogramSketch sketch, double negativeSlope) {
    int bins = sketch.binCount();
    lower = new double[bins];
    upper = new double[bins];
    weight = new double[bins];
    mass = new double[bins + 1];
    first = new double[bins + 1];
    second = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      lower[i] = sketch.lower(i);
      upper[i] = Math.max(sketch.upper(i), lower[i]);
      weight[i] = sketch.count(i) * (upper[i] <= 0 ? negativeSlope * negativeSlope : 1);
      accumulate(i);
    }
  }

  private void accumulate(int i) {
    double low = lower[i];
    double high = upper[i];
    mass[i + 1] = mass[i] + weight[i];
    first[i + 1] = first[i] + weight[i] * (low + high) / 2;
    second[i + 1] = second[i] + weight[i] * (low * low + low * high + high * high) / 3;
  }

  /** Summed squared difference between the values and what the quantizer represents them as. */
  double of(QuantizationParameters parameters) {
    IntegerRange codes = IntegerRange.full(parameters.type());
    double scale = parameters.scale();
    double low = scale * (codes.min() - parameters.zeroPoint());
    double high = scale * (codes.max() - parameters.zeroPoint());
    int inside = firstEndingAfter(low);
    int zeroFrom = firstStartingFrom(-scale / 2);
    int zeroTo = firstEndingAfter(scale / 2);
    int outside = firstStartingFrom(high);
    double error = about(low, 0, inside) + about(high, outside, weight.length);
    error += between(inside, Math.min(zeroFrom, outside), scale, low, high);
    error += about(0, Math.max(zeroFrom, inside), Math.min(zeroTo, outside));
    return error + between(Math.max(zeroTo, inside), outside, scale, low, high);
  }

  /** Squared distance of the bins from, inclusive, to, exclusive, to a point. */
  private double about(double point, int from, int to) {
    if (from >= to) {
      return 0;
    }
    double error =
        (second[to] - second[from])
            - 2 * point * (first[to] - first[from])
            + point * point * (mass[to] - mass[from]);
    return Math.max(0, error);
  }

  private double between(int from, int to, double scale, double low, double high) {
    double error = 0;
    double end = Double.NaN;
    double before = 0;
    for (int i = from; i < to; i++) {
      double width = upper[i] - lower[i];
      if (width > 0) {
        // Most bins start where the one before them ends.
        double start = lower[i] == end ? before : integral(lower[i], scale, low, high);
        end = upper[i];
        before = integral(end, scale, low, high);
        error += weight[i] * (before - start) / width;
      } else {
        double difference = difference(lower[i], scale, low, high);
        error += weight[i] * difference * difference;
      }
    }
    return error;
  }

  private static double difference(double x, double scale, double low, double high) {
    return x - Math.max(low, Math.min(high, scale * Math.rint(x / scale)));
  }

  private static double integral(double x, double scale, double low, double high) {
    double inside = Math.max(low, Math.min(high, x));
    double beyond = x - inside;
    double steps = Math.rint(inside / scale);
    double rest = inside - steps * scale;
    return steps * scale * scale * scale / 12
        + rest * rest * rest / 3
        + beyond * beyond * beyond / 3;
  }

  /** Index of the first bin whose upper end is above x. */
  private int firstEndingAfter(double x) {
    int from = 0;
    int to = upper.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (upper[middle] > x) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** Index of the first bin whose lower end is at least x. */
  private int firstStartingFrom(double x) {
    int from = 0;
    int to = lower.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (lower[middle] >= x) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
