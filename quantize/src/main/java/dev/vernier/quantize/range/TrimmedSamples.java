package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;

/**
 * Samples without those below the quantile of a share and above that of the rest, quantiles being
 * linear between ranks: ranks ceil(share (n - 1)) to floor((1 - share)(n - 1)) stay. A bin of one
 * value is dropped or stays as a whole, since values equal to a quantile stay.
 */
final class TrimmedSamples {

  private final HistogramSketch values;
  private final long first;
  private final long last;

  TrimmedSamples(HistogramSketch values, double share) {
    this.values = values;
    long top = values.count() - 1;
    this.first = (long) Math.ceil(share * top);
    this.last = (long) Math.floor((1 - share) * top);
  }

  double mean() {
    double sum = 0;
    double kept = 0;
    long before = 0;
    for (int i = 0; i < values.binCount(); i++) {
      double count = kept(before, before + values.count(i), i);
      sum += count * (values.lower(i) + values.upper(i)) / 2;
      kept += count;
      before += values.count(i);
    }
    return kept == 0 ? values.quantile(0.5) : sum / kept;
  }

  private double kept(long from, long to, int bin) {
    long inside = Math.min(to, last + 1) - Math.max(from, first);
    if (inside <= 0) {
      return 0;
    }
    return values.lower(bin) == values.upper(bin) ? to - from : inside;
  }

  double median() {
    double top = values.count() - 1;
    return top == 0 ? values.min() : values.quantile((first + last) / 2.0 / top);
  }
}
