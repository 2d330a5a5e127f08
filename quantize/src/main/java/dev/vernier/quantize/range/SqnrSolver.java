package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/**
 * The range with the greatest expected mean over samples of a sample's SQNR in decibels. Every
 * sample counts alike, however large its values are; a few samples with outliers neither widen the
 * range for all others, as under {@code mse}, nor are many clipped, as under {@code mean-minmax}.
 */
final class SqnrSolver implements RangeSolver {

  @Override
  public String name() {
    return "sqnr";
  }

  @Override
  public Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM, StateFamily.PER_SAMPLE);
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    if (states.perSample().isEmpty()) {
      throw new VernierException(
          "sqnr needs per-sample statistics, which these states do not hold:"
              + " calibrate again with per-sample statistics on");
    }
    HistogramSketch values = states.histogram();
    SampleError error = new SampleError(values, states.perSample(), target.negativeSlope());
    return RangeSearch.minimize(
        new Range(values.min(), values.max()),
        target.symmetric(),
        range -> error.of(target.parameters(range)));
  }
}
