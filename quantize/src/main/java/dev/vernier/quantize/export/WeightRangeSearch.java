package dev.vernier.quantize.export;

import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.WeightFormat;
import java.util.Arrays;

/**
 * Narrows what codes cover to where the squared error of a cell's values, rounded and clipped, is
 * least. Both bounds are multiplied by 1, 0.99, ... 0.21, the grid of GPTQ's quantizer (E. Frantar
 * et al., 2023); of equal errors the widest is taken. Scales and zero points of candidates are
 * those that would be stored.
 */
final class WeightRangeSearch {
  /** Candidates are this many hundredths apart and so many. */
  private static final double STEP = 0.01;

  private static final int CANDIDATES = 80;

  private final float[] values;
  private final ScaleGrid grid;
  private final WeightFormat format;

  private WeightRangeSearch(float[] values, ScaleGrid grid, WeightFormat format) {
    this.values = values;
    this.grid = grid;
    this.format = format;
  }

  /** The bounds with the least squared error in each cell. */
  static WeightExtremes of(
      float[] values, ScaleGrid grid, WeightFormat format, WeightExtremes extremes) {
    WeightRangeSearch search = new WeightRangeSearch(values, grid, format);
    double[] factors = new double[grid.count()];
    double[] least = new double[grid.count()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    double[] candidate = new double[grid.count()];
    for (int k = 0; k < CANDIDATES; k++) {
      Arrays.fill(candidate, 1 - k * STEP);
      double[] errors = search.errors(extremes.times(candidate));
      for (int cell = 0; cell < errors.length; cell++) {
        if (errors[cell] < least[cell]) {
          least[cell] = errors[cell];
          factors[cell] = candidate[cell];
        }
      }
    }
    return extremes.times(factors);
  }

  /** The squared error of each cell, in the order of its elements. */
  private double[] errors(WeightExtremes covered) {
    IntegerRange codes = format.codes();
    float[] scales = covered.scales(format);
    if (format.powerOfTwo()) {
      WeightExtremes.toPowersOfTwo(scales);
    }
    int[] zeroPoints = covered.zeroPoints(format, scales);
    double[] errors = new double[scales.length];
    grid.forEach(
        (i, cell) -> {
          double scale = scales[cell];
          int code = codes.clamp(Math.rint(values[i] / scale) + zeroPoints[cell]);
          double error = values[i] - scale * (code - zeroPoints[cell]);
          errors[cell] += error * error;
        });
    return errors;
  }
}
