package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.SampleStatistic;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/** The mean over samples of each sample's smallest and largest value; exact and order-free. */
final class MeanMinMaxSolver implements RangeSolver {

  @Override
  public String name() {
    return "mean-minmax";
  }

  @Override
  public Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM, StateFamily.PER_SAMPLE);
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    PerSampleState samples = states.perSample();
    if (samples.isEmpty()) {
      throw new VernierException(
          "mean-minmax needs per-sample statistics, which these states do not hold:"
              + " calibrate again with per-sample statistics on");
    }
    return new Range(
        (float) samples.mean(SampleStatistic.MIN), (float) samples.mean(SampleStatistic.MAX));
  }
}
