package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/** A range method: a stateless, deterministic function of statistics. */
public interface RangeSolver {

  /** The name users write. */
  String name();

  /** The statistics it reads. */
  default Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM);
  }

  /** The range to cover; the caller extends it to contain zero. */
  Range solve(TensorStates states, RangeTarget target, MethodOptions options);
}
