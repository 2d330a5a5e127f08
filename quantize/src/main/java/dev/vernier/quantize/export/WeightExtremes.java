package dev.vernier.quantize.export;

import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.WeightFormat;

/**
 * What the codes of a constant cover.
 *
 * @param low lower bound of each cell of the grid, at most zero
 * @param high upper bound likewise, at least zero
 */
record WeightExtremes(float[] low, float[] high) {

  /** The smallest and largest value of each cell, zero included. */
  static WeightExtremes of(float[] values, ScaleGrid grid) {
    WeightExtremes extremes = new WeightExtremes(new float[grid.count()], new float[grid.count()]);
    grid.forEach(
        (i, cell) -> {
          extremes.low[cell] = Math.min(extremes.low[cell], values[i]);
          extremes.high[cell] = Math.max(extremes.high[cell], values[i]);
        });
    return extremes;
  }

  /** Both bounds of each cell multiplied by a factor of its own. */
  WeightExtremes times(double[] factors) {
    WeightExtremes scaled = new WeightExtremes(low.clone(), high.clone());
    for (int cell = 0; cell < factors.length; cell++) {
      scaled.low[cell] = (float) (low[cell] * factors[cell]);
      scaled.high[cell] = (float) (high[cell] * factors[cell]);
    }
    return scaled;
  }

  /**
   * The scale of each cell; a cell without a normal one takes the largest of the others, or 1 if
   * there is none.
   */
  float[] scales(WeightFormat format) {
    float[] scales = new float[low.length];
    float largest = 0f;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) scale(i, format);
      largest = Math.max(largest, scales[i]);
    }
    float substitute = largest < Float.MIN_NORMAL ? 1f : largest;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scales[i] < Float.MIN_NORMAL ? substitute : scales[i];
    }
    return scales;
  }

  private double scale(int cell, WeightFormat format) {
    IntegerRange codes = format.codes();
    return format.symmetric()
        ? (double) Math.max(-low[cell], high[cell]) / (codes.max() - codes.middle())
        : ((double) high[cell] - low[cell]) / codes.steps();
  }

  /** The zero point of each cell. */
  int[] zeroPoints(WeightFormat format, float[] scales) {
    IntegerRange codes = format.codes();
    int[] result = new int[scales.length];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          format.symmetric()
              ? codes.middle()
              : codes.clamp(Math.rint(codes.min() - (double) low[i] / scales[i]));
    }
    return result;
  }

  /** Replaces scales by the next powers of two that are not smaller. */
  static void toPowersOfTwo(float[] scales) {
    for (int i = 0; i < scales.length; i++) {
      scales[i] = QuantizationParameters.powerOfTwo(scales[i]);
    }
  }
}
