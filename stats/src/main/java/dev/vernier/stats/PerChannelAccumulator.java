package dev.vernier.stats;

import java.util.Arrays;

/** Adds samples channel by channel, one exact addition a channel a sample. */
final class PerChannelAccumulator {
  private final long[] counts;
  private final float[] min;
  private final float[] max;
  private final ExactSumAccumulator[] sums;

  PerChannelAccumulator(int channels) {
    counts = new long[channels];
    min = new float[channels];
    max = new float[channels];
    sums = new ExactSumAccumulator[channels];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    Arrays.setAll(sums, c -> new ExactSumAccumulator());
  }

  int channels() {
    return counts.length;
  }

  void add(ChannelSample sample) {
    for (int c = 0; c < counts.length; c++) {
      counts[c] += sample.counts()[c];
      min[c] = Math.min(min[c], sample.min()[c]);
      max[c] = Math.max(max[c], sample.max()[c]);
      sums[c].add(sample.sums()[c]);
    }
  }

  PerChannelState toState() {
    ExactSum[] exact = new ExactSum[sums.length];
    Arrays.setAll(exact, c -> sums[c].toExactSum());
    return new PerChannelState(counts.clone(), min.clone(), max.clone(), exact);
  }
}
