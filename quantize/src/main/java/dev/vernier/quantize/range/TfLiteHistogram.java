package dev.vernier.quantize.range;

import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The histogram of TFLite's (StableHLO quantizer's) calibrator and its error model: values stand in
 * the middles of the bins, and a range is [middle of one bin, middle of another] in 256 codes, with
 * the zero point not limited to the codes.
 */
final class TfLiteHistogram {

  private static final int HIGHEST_CODE = 255;
  private static final double LARGEST = 0.99 * Float.MAX_VALUE;

  private final double[] counts;
  private final double[] middles;
  private final MidpointError error;

  /** Of a histogram that starts at a lower bound and has bins of a width. */
  TfLiteHistogram(double[] counts, double lowerBound, double width) {
    this.counts = counts;
    this.middles = new double[counts.length];
    double start = lowerBound + width / 2;
    double stop = start + (counts.length - 1) * width;
    double step = counts.length > 1 ? (stop - start) / (counts.length - 1) : 0;
    for (int i = 0; i < counts.length; i++) {
      middles[i] = i == counts.length - 1 ? stop : start + i * step;
    }
    this.error = new MidpointError(middles, counts);
  }

  /** Of a sketch: bins over the whole numbers that enclose the values. */
  static TfLiteHistogram of(HistogramSketch sketch, int bins) {
    // A range of no width gets one that even the largest magnitudes can tell apart.
    double low = Math.max(-LARGEST, Math.min(LARGEST, Math.floor(sketch.min())));
    double high = Math.max(low + Math.max(1, Math.abs(low) * 1e-6), Math.ceil(sketch.max()));
    double width = (high - low) / bins;
    double[] counts = LinearBins.of(sketch, bins, (float) low, (float) high).counts();
    return new TfLiteHistogram(counts, low, width);
  }

  int bins() {
    return counts.length;
  }

  double middle(int bin) {
    return middles[bin];
  }

  double count(int bin) {
    return counts[bin];
  }

  /** The range between the middles of two bins. */
  Range range(int left, int right) {
    return new Range((float) middles[left], (float) middles[right]);
  }

  /** The first bin with the most values. */
  int fullest() {
    int fullest = 0;
    for (int i = 1; i < counts.length; i++) {
      fullest = counts[i] > counts[fullest] ? i : fullest;
    }
    return fullest;
  }

  /** The squared error of the range between the middles of two bins, or more than a limit. */
  double error(int left, int right, double limit) {
    double low = middles[left];
    double scale = (middles[right] - low) / HIGHEST_CODE;
    double zero = Math.rint(Math.min(9e9, -low / scale));
    scale = Math.max(scale, 1e-9);
    double least = -zero * scale;
    double most = (HIGHEST_CODE - zero) * scale;
    // The ends of the codes are within half a step of the range's.
    int beyond = Math.min(bins(), right + 2);
    double bound = error.clipped(least, Math.max(0, left - 1), most, beyond);
    return bound > limit
        ? Double.POSITIVE_INFINITY
        : error.of(scale, zero, 0, HIGHEST_CODE, limit, beyond);
  }
}
