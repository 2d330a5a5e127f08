package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import java.util.List;

/**
 * The statistics of one tensor over all samples.
 *
 * @param histogram distribution of its values; holds at least one finite value
 * @param perSample statistics of its per-sample statistics; empty if they were not collected
 * @param folds the histogram of each fold, in the order of folds; some may be empty
 */
public record TensorStates(
    HistogramSketch histogram, PerSampleState perSample, List<HistogramSketch> folds) {

  public TensorStates {
    folds = List.copyOf(folds);
  }

  /** Of one fold. */
  public TensorStates(HistogramSketch histogram, PerSampleState perSample) {
    this(histogram, perSample, List.of(histogram));
  }

  /** Without statistics of single samples. */
  public static TensorStates of(HistogramSketch histogram) {
    return new TensorStates(histogram, PerSampleState.empty());
  }
}
