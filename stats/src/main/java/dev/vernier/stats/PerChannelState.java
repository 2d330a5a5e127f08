package dev.vernier.stats;

import java.util.Arrays;

/**
 * Minimum, maximum, count and exact sum of the finite values of each channel. Within a sample a
 * channel's values are added as doubles in logical order; over samples the sums are exact.
 */
public final class PerChannelState implements MergeableState<PerChannelState> {
  private static final String WHAT = "per-channel state";
  private static final PerChannelState EMPTY =
      new PerChannelState(new long[0], new float[0], new float[0], new ExactSum[0]);

  private final long[] counts;
  private final float[] min;
  private final float[] max;
  private final ExactSum[] sums;

  /** A channel without values has minimum +infinity and maximum -infinity. */
  PerChannelState(long[] counts, float[] min, float[] max, ExactSum[] sums) {
    this.counts = counts;
    this.min = min;
    this.max = max;
    this.sums = sums;
  }

  public static PerChannelState empty() {
    return EMPTY;
  }

  /**
   * The state after one sample.
   *
   * @param values the sample in logical order
   * @param outer the product of the dimensions before the channel axis
   * @param channels the size of the channel axis, at least 1
   */
  public static PerChannelState ofSample(float[] values, int outer, int channels) {
    PerChannelAccumulator accumulator = new PerChannelAccumulator(channels);
    accumulator.add(ChannelSample.of(values, values.length, outer, channels));
    return accumulator.toState();
  }

  @Override
  public PerChannelState merge(PerChannelState other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    if (channels() != other.channels()) {
      throw new IllegalArgumentException(
          "cannot merge states of %d and %d channels".formatted(channels(), other.channels()));
    }
    return mergeChannels(other);
  }

  private PerChannelState mergeChannels(PerChannelState other) {
    int channels = channels();
    PerChannelState merged =
        new PerChannelState(
            new long[channels], new float[channels], new float[channels], new ExactSum[channels]);
    for (int c = 0; c < channels; c++) {
      merged.counts[c] = Math.addExact(counts[c], other.counts[c]);
      merged.min[c] = Math.min(min[c], other.min[c]);
      merged.max[c] = Math.max(max[c], other.max[c]);
      merged.sums[c] = sums[c].merge(other.sums[c]);
    }
    return merged;
  }

  @Override
  public StateFamily family() {
    return StateFamily.PER_CHANNEL;
  }

  @Override
  public boolean isEmpty() {
    return counts.length == 0;
  }

  /** How many channels there are; 0 for the empty state. */
  public int channels() {
    return counts.length;
  }

  /** How many finite values channel c has seen. */
  public long count(int c) {
    return counts[c];
  }

  /** The smallest finite value; NaN if there is none. */
  public float min(int c) {
    return counts[c] == 0 ? Float.NaN : min[c];
  }

  /** The largest finite value; NaN if there is none. */
  public float max(int c) {
    return counts[c] == 0 ? Float.NaN : max[c];
  }

  public ExactSum sum(int c) {
    return sums[c];
  }

  /** The mean of the finite values; NaN if there are none. */
  public double mean(int c) {
    return sums[c].mean(counts[c]);
  }

  /**
   * The bytes; the body is a varint number of channels, then for each a varint count and, if it is
   * not zero, minimum and maximum as floats and the sum.
   */
  @Override
  public byte[] toBytes() {
    StateWriter out = Preamble.begin(family().id(), isEmpty(), 0);
    if (!isEmpty()) {
      out.putVarint(channels());
      for (int c = 0; c < channels(); c++) {
        writeChannel(c, out);
      }
    }
    return out.finish();
  }

  private void writeChannel(int c, StateWriter out) {
    out.putVarint(counts[c]);
    if (counts[c] > 0) {
      out.putFloat(min[c]);
      out.putFloat(max[c]);
      sums[c].write(out);
    }
  }

  static PerChannelState decode(byte[] bytes) {
    StateReader in = Preamble.open(bytes, StateFamily.PER_CHANNEL.id(), WHAT);
    PerChannelState state = Preamble.isEmpty(bytes) ? EMPTY : decodeBody(in);
    in.requireEnd();
    return Preamble.requireCanonical(state, PerChannelState::toBytes, bytes, WHAT);
  }

  private static PerChannelState decodeBody(StateReader in) {
    int channels = in.readSize("channels");
    long[] counts = new long[channels];
    float[] min = new float[channels];
    float[] max = new float[channels];
    ExactSum[] sums = new ExactSum[channels];
    for (int c = 0; c < channels; c++) {
      counts[c] = in.readVarint();
      boolean any = counts[c] > 0;
      min[c] = any ? in.readFiniteFloat() : Float.POSITIVE_INFINITY;
      max[c] = any ? in.readFiniteFloat() : Float.NEGATIVE_INFINITY;
      sums[c] = any ? ExactSum.read(in) : ExactSum.zero();
      if (any && min[c] > max[c]) {
        throw in.bad("channel %d: minimum %s is above maximum %s".formatted(c, min[c], max[c]));
      }
    }
    return new PerChannelState(counts, min, max, sums);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PerChannelState other
        && Arrays.equals(counts, other.counts)
        && Arrays.equals(min, other.min)
        && Arrays.equals(max, other.max)
        && Arrays.equals(sums, other.sums);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return "PerChannelState[" + channels() + " channels]";
  }
}
