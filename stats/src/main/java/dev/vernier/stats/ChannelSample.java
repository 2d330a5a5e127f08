package dev.vernier.stats;

import java.util.Arrays;

/** Minimum, maximum, count and sum of each channel of one sample. */
record ChannelSample(int[] counts, float[] min, float[] max, double[] sums) {
  /** Summarises {@code size} values in logical order: outer blocks of equal runs a channel. */
  static ChannelSample of(float[] values, int size, int outer, int channels) {
    ChannelSample sample =
        new ChannelSample(
            new int[channels], new float[channels], new float[channels], new double[channels]);
    Arrays.fill(sample.min, Float.POSITIVE_INFINITY);
    Arrays.fill(sample.max, Float.NEGATIVE_INFINITY);
    int inner = outer == 0 ? 0 : size / outer / channels;
    int at = 0;
    for (int block = 0; block < outer; block++) {
      for (int c = 0; c < channels; c++) {
        sample.add(c, values, at, inner);
        at += inner;
      }
    }
    return sample;
  }

  private void add(int c, float[] values, int from, int length) {
    float low = min[c];
    float high = max[c];
    double sum = sums[c];
    int finite = 0;
    for (int i = from; i < from + length; i++) {
      float value = values[i];
      if (Float.isFinite(value)) {
        value = FloatBins.canonical(value);
        low = Math.min(low, value);
        high = Math.max(high, value);
        sum += value;
        finite++;
      }
    }
    min[c] = low;
    max[c] = high;
    sums[c] = sum;
    counts[c] += finite;
  }

  int channels() {
    return counts.length;
  }
}
