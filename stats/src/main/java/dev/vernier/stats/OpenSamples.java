package dev.vernier.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the samples that are open hold, apart from what is collected until they end. */
final class OpenSamples {
  /** What is kept of a sample's statistics in a tensor. */
  static final long BYTES_PER_OBSERVATION = 4L * SampleStatistic.COUNT + 8;

  private final StateMemory memory;
  private final List<TensorSpec> tensors;
  private final SampleStatistics perSampleStatistics = new SampleStatistics();
  private final HistogramAccumulator[][] histograms;
  private final List<ChannelObservation> channelSamples = new ArrayList<>();
  private float[] statistics = {};
  private int[] statisticOwners = {};
  private int observations;
  private int[] folds = {};

  /** The states of a tensor in a fold. */
  interface Target {
    TensorStates states(int fold, int tensor);
  }

  private record ChannelObservation(int fold, int tensor, ChannelSample sample) {}

  OpenSamples(StateMemory memory, List<TensorSpec> tensors) {
    this.memory = memory;
    this.tensors = tensors;
    this.histograms = new HistogramAccumulator[Folds.COUNT][tensors.size()];
  }

  void begin(byte[][] hashes) {
    requireClosed();
    folds = Arrays.stream(hashes).mapToInt(Folds::of).toArray();
  }

  void close() {
    requireOpen();
    folds = new int[0];
  }

  boolean isOpen() {
    return folds.length > 0;
  }

  void requireClosed() {
    if (isOpen()) {
      throw new IllegalStateException("samples are open: end or abort them first");
    }
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new IllegalStateException("no sample is open: begin one first");
    }
  }

  int fold(int sample) {
    requireOpen();
    return folds[sample];
  }

  int[] folds() {
    requireOpen();
    return folds;
  }

  void add(int fold, int tensor, SampleTables sample, boolean perSample) {
    if (perSample && sample.pageCount() > 0) {
      addStatistics(fold, tensor, perSampleStatistics.of(sample));
    }
    histogram(fold, tensor).add(sample);
  }

  void add(int fold, int tensor, ChannelSample sample) {
    channelSamples.add(new ChannelObservation(fold, tensor, sample));
  }

  private HistogramAccumulator histogram(int fold, int tensor) {
    if (histograms[fold][tensor] == null) {
      histograms[fold][tensor] = new HistogramAccumulator(memory, tensors.get(tensor).stride());
    }
    return histograms[fold][tensor];
  }

  private void addStatistics(int fold, int tensor, float[] values) {
    if (observations == statisticOwners.length) {
      int capacity = Math.max(16, observations * 3 / 2);
      statisticOwners = Arrays.copyOf(statisticOwners, capacity);
      statistics = Arrays.copyOf(statistics, capacity * SampleStatistic.COUNT);
    }
    statisticOwners[observations] = tensor * Folds.COUNT + fold;
    System.arraycopy(
        values, 0, statistics, observations * SampleStatistic.COUNT, SampleStatistic.COUNT);
    observations++;
  }

  /** Adds all to what is collected and holds nothing any more. */
  void moveTo(Target target) {
    requireOpen();
    forEachHistogram(
        (fold, tensor, histogram) -> histogram.moveTo(target.states(fold, tensor).histogram()));
    for (int i = 0; i < observations; i++) {
      int fold = statisticOwners[i] % Folds.COUNT;
      int tensor = statisticOwners[i] / Folds.COUNT;
      target.states(fold, tensor).perSample().add(statistics, i * SampleStatistic.COUNT);
    }
    for (ChannelObservation o : channelSamples) {
      target.states(o.fold, o.tensor).perChannel().add(o.sample);
    }
    forgetSmall();
  }

  /** Holds nothing any more. */
  void clear() {
    requireOpen();
    forEachHistogram((fold, tensor, histogram) -> histogram.clear());
    forgetSmall();
  }

  private void forgetSmall() {
    observations = 0;
    channelSamples.clear();
  }

  private interface HistogramVisitor {
    void visit(int fold, int tensor, HistogramAccumulator histogram);
  }

  private void forEachHistogram(HistogramVisitor visitor) {
    boolean[] seen = new boolean[Folds.COUNT];
    for (int fold : folds) {
      for (int tensor = 0; tensor < tensors.size() && !seen[fold]; tensor++) {
        if (histograms[fold][tensor] != null) {
          visitor.visit(fold, tensor, histograms[fold][tensor]);
        }
      }
      seen[fold] = true;
    }
  }
}
