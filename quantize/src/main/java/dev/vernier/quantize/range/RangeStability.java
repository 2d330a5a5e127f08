package dev.vernier.quantize.range;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much a quantizer's range would move with other data, by the delete-a-group jackknife (Tukey
 * 1958): the range is solved again without each of the g folds, and the standard error of an end is
 * {@code sqrt((g - 1) / g * sum((end without fold k - mean of these)^2))}. Folds are dealt by hash,
 * so it depends on the samples alone. For ends that are single values, such as a minimum, it is
 * only a rough guide.
 *
 * <p>Where the error is flat about its minimum, ends move freely and it does not matter. So the
 * jackknife also estimates by how much the squared error on all samples, e, exceeds that of the
 * range that endless data would give: {@code (g - 1) / g * sum(|e of the range without fold k - e|)
 * / e}. For an error that is quadratic about a minimum this is the expected excess due to the ends'
 * variance; for methods that minimise another error it is larger.
 *
 * @param quantizer its name
 * @param range solved from all folds
 * @param minError standard error of the lower end
 * @param maxError standard error of the upper end
 * @param largestMove the most that leaving out one fold moves either end
 * @param excess expected excess of the squared error, as a share of it
 */
public record RangeStability(
    String quantizer,
    Range range,
    double minError,
    double maxError,
    double largestMove,
    double excess) {

  /** Fewer folds with samples than this say nothing. */
  private static final int FEWEST_FOLDS = 2;

  /** The larger standard error as a share of the range's width; 0 for a range without width. */
  public double relativeError() {
    return share(Math.max(minError, maxError));
  }

  /** The largest move as a share of the range's width; 0 for a range without width. */
  public double relativeMove() {
    return share(largestMove);
  }

  private double share(double distance) {
    double width = (double) range.max() - range.min();
    return width > 0 ? distance / width : 0;
  }

  /** The excess as decibels of the tensor's signal to quantization noise ratio. */
  public double decibels() {
    return 10 * StrictMath.log10(1 + excess);
  }

  /**
   * Of every quantizer of a plan, that with the largest excess first; empty if fewer than two folds
   * hold samples.
   */
  public static List<RangeStability> of(
      OnnxModel prepared, QuantizationPlan plan, StateSet states, QuantizationSettings settings) {
    Set<Integer> folds =
        IntStream.range(0, Folds.COUNT)
            .filter(fold -> states.samples(fold) > 0)
            .boxed()
            .collect(Collectors.toSet());
    if (folds.size() < FEWEST_FOLDS) {
      return List.of();
    }
    CalibrationTable all = RangeSolving.solve(prepared, plan, states, settings);
    List<CalibrationTable> without = new ArrayList<>();
    for (int left : folds) {
      Set<Integer> kept = folds.stream().filter(f -> f != left).collect(Collectors.toSet());
      StateSet part = states.onlyFolds(kept);
      without.add(RangeSolving.solve(prepared, plan, part, settings, states.tensors()));
    }
    return plan.activations().stream()
        .map(quantizer -> of(quantizer, states, all, without))
        .sorted(
            Comparator.comparingDouble(RangeStability::excess)
                .thenComparingDouble(RangeStability::relativeError)
                .reversed()
                .thenComparing(RangeStability::quantizer))
        .toList();
  }

  private static RangeStability of(
      ActivationQuantizer quantizer,
      StateSet states,
      CalibrationTable all,
      List<CalibrationTable> without) {
    String name = quantizer.name();
    Range range = all.entry(name).range();
    List<Range> parts = without.stream().map(table -> table.entry(name).range()).toList();
    double move = 0;
    for (Range part : parts) {
      move = Math.max(move, Math.abs((double) part.min() - range.min()));
      move = Math.max(move, Math.abs((double) part.max() - range.max()));
    }
    SquaredError error = new SquaredError(values(quantizer, states), quantizer.negativeSlope());
    return new RangeStability(
        name,
        range,
        error(parts, Range::min),
        error(parts, Range::max),
        move,
        expectedExcess(name, error, all, without));
  }

  private static HistogramSketch values(ActivationQuantizer quantizer, StateSet states) {
    HistogramSketch values = states.histogram(quantizer.statistics());
    for (String tensor : quantizer.joined()) {
      values = values.merge(states.histogram(tensor));
    }
    return values;
  }

  private static double error(List<Range> parts, ToDoubleFunction<Range> end) {
    double mean = parts.stream().mapToDouble(end).sum() / parts.size();
    double squares = 0;
    for (Range part : parts) {
      double distance = end.applyAsDouble(part) - mean;
      squares += distance * distance;
    }
    return Math.sqrt((parts.size() - 1.0) / parts.size() * squares);
  }

  /** Relative to the error from all folds; to the largest there is where that is zero. */
  private static double expectedExcess(
      String name, SquaredError error, CalibrationTable all, List<CalibrationTable> without) {
    double whole = error.of(all.entry(name).parameters());
    double sum = 0;
    double largest = whole;
    for (CalibrationTable table : without) {
      double part = error.of(table.entry(name).parameters());
      sum += Math.abs(part - whole);
      largest = Math.max(largest, part);
    }
    double unit = whole > 0 ? whole : largest;
    return unit > 0 ? (without.size() - 1.0) / without.size() * sum / unit : 0;
  }
}
