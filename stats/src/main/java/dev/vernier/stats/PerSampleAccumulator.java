package dev.vernier.stats;

/** Collects the statistics of samples and folds them into a state now and then. */
final class PerSampleAccumulator {
  private static final int BUFFERED_SAMPLES = 32;

  /** What an accumulator takes besides its sketches. */
  static final long FIXED_BYTES = 4L * BUFFERED_SAMPLES * SampleStatistic.COUNT + 4096;

  /** What a bin of a sketch takes: its index and count. */
  private static final int BYTES_PER_BIN = 10;

  private final StateMemory memory;
  private final float[] statistics = new float[BUFFERED_SAMPLES * SampleStatistic.COUNT];
  private int buffered;
  private PerSampleState folded = PerSampleState.empty();

  PerSampleAccumulator(StateMemory memory) {
    this.memory = memory;
  }

  /** Adds a sample's statistics, {@link SampleStatistic#COUNT} of them from the given offset. */
  void add(float[] source, int from) {
    System.arraycopy(
        source, from, statistics, buffered * SampleStatistic.COUNT, SampleStatistic.COUNT);
    if (++buffered == BUFFERED_SAMPLES) {
      long before = bytes(folded);
      folded = toState();
      buffered = 0;
      memory.charge(bytes(folded) - before);
    }
  }

  PerSampleState toState() {
    return buffered == 0 ? folded : folded.merge(PerSampleState.ofSamples(statistics, buffered));
  }

  /** Gives back what the sketches take; not to be used afterwards. */
  void release() {
    memory.charge(-bytes(folded));
  }

  private static long bytes(PerSampleState state) {
    long bins = 0;
    for (SampleStatistic statistic : SampleStatistic.values()) {
      bins += state.sketch(statistic).binCount();
    }
    return bins * BYTES_PER_BIN;
  }
}
