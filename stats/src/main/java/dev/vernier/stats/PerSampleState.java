package dev.vernier.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the statistics of single samples are distributed over samples: for each {@link
 * SampleStatistic} a sketch of its values and their exact sum. A sample without a finite value
 * counts for nothing.
 */
public final class PerSampleState implements MergeableState<PerSampleState> {
  private static final String WHAT = "per-sample state";
  private static final PerSampleState EMPTY =
      new PerSampleState(
          List.copyOf(
              Collections.nCopies(
                  SampleStatistic.COUNT, new Summary(HistogramSketch.empty(), ExactSum.zero()))));

  private final List<Summary> summaries;

  /** One statistic over samples. */
  private record Summary(HistogramSketch sketch, ExactSum sum) {
    Summary merge(Summary other) {
      return new Summary(sketch.merge(other.sketch), sum.merge(other.sum));
    }

    static Summary of(float[] values) {
      ExactSumAccumulator sum = new ExactSumAccumulator();
      for (float value : values) {
        sum.add(FloatBins.canonical(value));
      }
      return new Summary(HistogramSketch.of(values), sum.toExactSum());
    }
  }

  private PerSampleState(List<Summary> summaries) {
    this.summaries = summaries;
  }

  public static PerSampleState empty() {
    return EMPTY;
  }

  /** The state after one sample whose values have the given sketch. */
  public static PerSampleState ofSample(HistogramSketch sample) {
    return sample.count() == 0 ? EMPTY : ofSamples(SampleStatistic.of(sample), 1);
  }

  /** The state after some samples, given their statistics one sample after another. */
  static PerSampleState ofSamples(float[] statistics, int samples) {
    List<Summary> summaries = new ArrayList<>(SampleStatistic.COUNT);
    float[] values = new float[samples];
    for (int id = 0; id < SampleStatistic.COUNT; id++) {
      for (int sample = 0; sample < samples; sample++) {
        values[sample] = statistics[sample * SampleStatistic.COUNT + id];
      }
      summaries.add(Summary.of(values));
    }
    return new PerSampleState(List.copyOf(summaries));
  }

  /** The state as a version that collected only the first statistics would have written it. */
  PerSampleState limitedTo(int statistics) {
    return new PerSampleState(List.copyOf(summaries.subList(0, statistics)));
  }

  @Override
  public PerSampleState merge(PerSampleState other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    // States of fewer statistics were written before there were more: what both hold remains.
    int common = Math.min(summaries.size(), other.summaries.size());
    List<Summary> merged = new ArrayList<>(common);
    for (int i = 0; i < common; i++) {
      merged.add(summaries.get(i).merge(other.summaries.get(i)));
    }
    return new PerSampleState(List.copyOf(merged));
  }

  @Override
  public StateFamily family() {
    return StateFamily.PER_SAMPLE;
  }

  @Override
  public boolean isEmpty() {
    return samples() == 0;
  }

  /** How many samples had a finite value. */
  public long samples() {
    return summaries.get(0).sketch.count();
  }

  /** Whether the statistic was collected: not in states written before it was introduced. */
  public boolean holds(SampleStatistic statistic) {
    return statistic.id() < summaries.size();
  }

  /** How a statistic is distributed over samples; its median is {@code quantile(0.5)}. */
  public HistogramSketch sketch(SampleStatistic statistic) {
    return summaries.get(statistic.id()).sketch;
  }

  /** The exact sum of a statistic over samples. */
  public ExactSum sum(SampleStatistic statistic) {
    return summaries.get(statistic.id()).sum;
  }

  /** The mean of a statistic over samples; NaN if there are none. */
  public double mean(SampleStatistic statistic) {
    return sum(statistic).mean(samples());
  }

  /**
   * The bytes; the body is the number of statistics, then for each in order of id its sum, a varint
   * length and the bytes of its sketch.
   */
  @Override
  public byte[] toBytes() {
    StateWriter out = Preamble.begin(family().id(), isEmpty(), 0);
    if (!isEmpty()) {
      out.putVarint(summaries.size());
      for (Summary summary : summaries) {
        summary.sum.write(out);
        byte[] sketch = summary.sketch.toBytes();
        out.putVarint(sketch.length);
        out.putBytes(sketch);
      }
    }
    return out.finish();
  }

  static PerSampleState decode(byte[] bytes) {
    StateReader in = Preamble.open(bytes, StateFamily.PER_SAMPLE.id(), WHAT);
    PerSampleState state = Preamble.isEmpty(bytes) ? EMPTY : decodeBody(in);
    in.requireEnd();
    return Preamble.requireCanonical(state, PerSampleState::toBytes, bytes, WHAT);
  }

  private static PerSampleState decodeBody(StateReader in) {
    int count = in.readVarint(SampleStatistic.FIRST_COUNT, SampleStatistic.COUNT, "statistics");
    if (count != SampleStatistic.FIRST_COUNT && count != SampleStatistic.COUNT) {
      throw in.bad("no version holds %d statistics".formatted(count));
    }
    List<Summary> summaries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ExactSum sum = ExactSum.read(in);
      HistogramSketch sketch = HistogramBytes.decode(in.readBytes(in.readSize("sketch bytes")));
      summaries.add(new Summary(sketch, sum));
      if (sketch.count() != summaries.get(0).sketch.count()) {
        throw in.bad("the statistics are of different numbers of samples");
      }
    }
    return new PerSampleState(List.copyOf(summaries));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PerSampleState other && summaries.equals(other.summaries);
  }

  @Override
  public int hashCode() {
    return summaries.hashCode();
  }

  @Override
  public String toString() {
    return "PerSampleState[" + samples() + " samples]";
  }
}
