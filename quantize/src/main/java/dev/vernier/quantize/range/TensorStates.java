package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;

/**
 * The statistics of one tensor over all samples.
 *
 * @param histogram distribution of its values; holds at least one finite value
 * @param perSample statistics of its per-sample statistics; empty if they were not collected
 */
public record TensorStates(HistogramSketch histogram, PerSampleState perSample) {

  public static TensorStates of(HistogramSketch histogram) {
    return new TensorStates(histogram, PerSampleState.empty());
  }
}
