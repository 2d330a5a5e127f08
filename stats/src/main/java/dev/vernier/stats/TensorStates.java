package dev.vernier.stats;

import java.util.List;

/** What one tensor has collected in one fold. */
final class TensorStates {
  private final HistogramAccumulator histogram;
  private final PerSampleAccumulator perSample;
  private final PerChannelAccumulator perChannel;

  TensorStates(StateMemory memory, TensorSpec spec, boolean perSample) {
    this.histogram = new HistogramAccumulator(memory, spec.stride());
    this.perSample = perSample ? new PerSampleAccumulator(memory) : null;
    this.perChannel = spec.perChannel() ? new PerChannelAccumulator(spec.channels()) : null;
  }

  HistogramAccumulator histogram() {
    return histogram;
  }

  PerSampleAccumulator perSample() {
    return perSample;
  }

  PerChannelAccumulator perChannel() {
    return perChannel;
  }

  void addEntries(String name, int fold, List<StateSet.Entry> entries) {
    add(name, fold, histogram.toSketch(), entries);
    if (perSample != null) {
      add(name, fold, perSample.toState(), entries);
    }
    if (perChannel != null) {
      add(name, fold, perChannel.toState(), entries);
    }
  }

  private static void add(
      String name, int fold, MergeableState<?> state, List<StateSet.Entry> entries) {
    entries.add(new StateSet.Entry(name, fold, state.family(), state));
  }

  void pack() {
    histogram.pack();
  }

  /** Gives back all that is counted in the state memory; not to be used afterwards. */
  void release() {
    histogram.clear();
    if (perSample != null) {
      perSample.release();
    }
  }
}
