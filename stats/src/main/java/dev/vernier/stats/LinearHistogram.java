package dev.vernier.stats;

/** Rebins a sketch into equal bins. */
final class LinearHistogram {
  private final double[] bins;
  private final double low;
  private final double high;

  private LinearHistogram(int bins, double low, double high) {
    if (bins < 1 || !(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "expected at least one bin and finite low < high, not %d bins over [%s, %s]"
              .formatted(bins, low, high));
    }
    this.bins = new double[bins];
    this.low = low;
    this.high = high;
  }

  static double[] of(HistogramSketch sketch, int bins, double low, double high) {
    LinearHistogram histogram = new LinearHistogram(bins, low, high);
    sketch.forEachBin(histogram::add);
    return histogram.bins;
  }

  private void add(double lower, double upper, long count) {
    if (lower == upper) {
      addPoint(lower, count);
      return;
    }
    double from = position(Math.max(lower, low));
    double to = position(Math.min(upper, high));
    double density = count / (position(upper) - position(lower));
    int last = Math.min((int) to, bins.length - 1);
    for (int i = (int) from; i <= last && from < to; i++) {
      bins[i] += density * (Math.min(to, i + 1) - Math.max(from, i));
    }
  }

  private void addPoint(double value, long count) {
    if (value >= low && value <= high) {
      bins[Math.min((int) position(value), bins.length - 1)] += count;
    }
  }

  private double position(double value) {
    return (value - low) / (high - low) * bins.length;
  }
}
