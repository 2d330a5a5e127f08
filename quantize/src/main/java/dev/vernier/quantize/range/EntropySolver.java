package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The range whose quantized distribution has the least Kullback-Leibler divergence from the
 * observed one.
 *
 * <p>The classic search is known to clip too much; three things differ here. The histogram follows
 * the candidate, with as many bins for each code whatever the range, so narrow ranges are not
 * favoured for having fewer bins to merge. Zeros are left out, for every quantizer represents them
 * exactly. And a candidate whose squared error exceeds that of not clipping at all is refused.
 */
final class EntropySolver implements RangeSolver {

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    Range observed = new Range(values.min(), values.max());
    SquaredError error = new SquaredError(values, 1);
    double unclipped = error.of(target.parameters(observed));
    int binsPerCode = Math.max(2, options.entropyBins() / (target.codes().steps() + 1));
    Divergence divergence = new Divergence(values, binsPerCode);
    return RangeSearch.minimize(
        observed,
        target.symmetric(),
        range ->
            error.of(target.parameters(range)) > unclipped
                ? Double.POSITIVE_INFINITY
                : divergence.of(target.parameters(range)));
  }
}
