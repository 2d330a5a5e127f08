package dev.vernier.quantize.range;

import dev.vernier.quantize.Range;
import java.util.function.ToDoubleFunction;

/**
 * Finds a range inside the observed one that minimises a cost.
 *
 * <p>Bounds are tried on a geometric grid from the observed bound down to 1/512 of it in steps of 9
 * %, then around the best in steps of 1 %. Values of both signs are searched first with both bounds
 * shrunk alike, then a bound at a time until neither moves. Equal costs prefer the wider range. So
 * the result is within 1 % of a local optimum in each bound.
 */
final class RangeSearch {

  private static final int COARSE = 72;
  private static final int PER_OCTAVE = 8;
  private static final int FINE = 8;
  private static final int ROUNDS = 6;

  /**
   * A cost so far above the best comes from clipping, which only grows as bounds shrink further.
   */
  private static final double HOPELESS = 16;

  private static final double[] SHRINK = shrinkTable();

  private final ToDoubleFunction<Range> cost;
  private final double min;
  private final double max;
  private double low;
  private double high;
  private double best;
  private double last;

  private RangeSearch(Range observed, ToDoubleFunction<Range> cost) {
    this.cost = cost;
    this.min = Math.min(observed.min(), 0);
    this.max = Math.max(observed.max(), 0);
    this.low = min;
    this.high = max;
    this.best = cost.applyAsDouble(range(min, max));
  }

  /** The factors 2^(-i/64), i = 0 .. COARSE * FINE. */
  private static double[] shrinkTable() {
    double[] table = new double[COARSE * FINE + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = StrictMath.pow(2, -i / (double) (PER_OCTAVE * FINE));
    }
    return table;
  }

  static Range minimize(Range observed, boolean symmetric, ToDoubleFunction<Range> cost) {
    Range outer = symmetric ? observed.symmetric() : observed;
    RangeSearch search = new RangeSearch(outer, cost);
    if (symmetric || search.min == 0 || search.max == 0) {
      search.line(true, true);
    } else {
      search.line(true, true);
      search.alternate();
    }
    return range(search.low, search.high);
  }

  private void alternate() {
    for (int round = 0; round < ROUNDS; round++) {
      double before = best;
      line(true, false);
      line(false, true);
      if (best == before) {
        return;
      }
    }
  }

  /** Searches along one bound, or along both at once. */
  private void line(boolean moveLow, boolean moveHigh) {
    int step = -1;
    last = best;
    for (int i = 0; i <= COARSE && last <= HOPELESS * best; i++) {
      step = tryStep(i * FINE, moveLow, moveHigh, step);
    }
    if (step >= 0) {
      int center = step;
      for (int i = center - FINE + 1; i < center + FINE; i++) {
        if (i >= 0 && i < SHRINK.length) {
          step = tryStep(i, moveLow, moveHigh, step);
        }
      }
    }
  }

  /**
   * Moves to the bounds shrunk by a step if that is better; returns the step of the best so far.
   */
  private int tryStep(int step, boolean moveLow, boolean moveHigh, int bestStep) {
    double newLow = moveLow ? min * SHRINK[step] : low;
    double newHigh = moveHigh ? max * SHRINK[step] : high;
    double candidate = cost.applyAsDouble(range(newLow, newHigh));
    last = candidate;
    if (candidate < best || (candidate == best && bestStep < 0 && step == 0)) {
      best = candidate;
      low = newLow;
      high = newHigh;
      return step;
    }
    return bestStep;
  }

  private static Range range(double low, double high) {
    return new Range((float) low, (float) high);
  }
}
