package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/**
 * What {@code auto} answers without running the model: the range of the least predicted error, each
 * sample counting alike, or of the least squared error where nothing is known of single samples.
 */
final class AutoSolver implements RangeSolver {

  private final RangeSolver ofSamples = new SqnrSolver();
  private final RangeSolver ofValues = new MseSolver();

  @Override
  public String name() {
    return RangeMethods.AUTO;
  }

  @Override
  public Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM, StateFamily.PER_SAMPLE);
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    RangeSolver solver = states.perSample().isEmpty() ? ofValues : ofSamples;
    return solver.solve(states, target, options);
  }
}
