package dev.vernier.quantize.range;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RangeRule;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Solves every quantizer of a plan from saved states, without running the model. */
public final class RangeSolving {

  private final QuantizationSettings settings;
  private final StateSet states;
  private final Set<String> tensors;
  private final RangeSolver method;

  private RangeSolving(StateSet states, QuantizationSettings settings, Set<String> tensors) {
    this.settings = settings;
    this.states = states;
    this.tensors = tensors;
    this.method = RangeMethods.find(settings.ranges().method());
  }

  /** The table of all quantizers of the plan, which must be of this model and these settings. */
  public static CalibrationTable solve(
      OnnxModel prepared, QuantizationPlan plan, StateSet states, QuantizationSettings settings) {
    return solve(prepared, plan, states, settings, states.tensors());
  }

  /**
   * The table from a part of the states.
   *
   * @param tensors those that the whole states know; one without values here has the range of zero
   */
  static CalibrationTable solve(
      OnnxModel prepared,
      QuantizationPlan plan,
      StateSet states,
      QuantizationSettings settings,
      Set<String> tensors) {
    RangeSolving solving = new RangeSolving(states, settings, tensors);
    // Quantizers are independent, so the result does not depend on how many are solved at once.
    Map<String, CalibrationTable.Entry> entries =
        plan.activations().parallelStream()
            .collect(Collectors.toConcurrentMap(ActivationQuantizer::name, solving::entry));
    return new CalibrationTable(
        settings.ranges().method(), settings.scheme().text(), states.samples(), entries);
  }

  private CalibrationTable.Entry entry(ActivationQuantizer quantizer) {
    RangeRule rule = quantizer.rule();
    if (rule instanceof RangeRule.Given given) {
      QuantizationParameters parameters = given.parameters();
      Range range = new Range(parameters.low(), parameters.high());
      return new CalibrationTable.Entry(given.by(), range, parameters, quantizer.tensors());
    }
    if (rule instanceof RangeRule.Fixed fixed) {
      return entry(quantizer, fixed.by(), fixed.range());
    }
    RangeSolver solver = solver(rule);
    Range range = solve(quantizer, quantizer.statistics(), solver);
    for (String tensor : quantizer.joined()) {
      range = range.including(solve(quantizer, tensor, solver));
    }
    return entry(quantizer, solver.name(), range);
  }

  private RangeSolver solver(RangeRule rule) {
    return rule instanceof RangeRule.Observed observed && observed.method().isPresent()
        ? RangeMethods.find(observed.method().get())
        : method;
  }

  private static CalibrationTable.Entry entry(
      ActivationQuantizer quantizer, String method, Range range) {
    Range covered = quantizer.format().covered(range);
    return new CalibrationTable.Entry(
        method, covered, quantizer.format().parameters(covered), quantizer.tensors());
  }

  private Range solve(ActivationQuantizer quantizer, String tensor, RangeSolver solver) {
    TensorStates observed = observed(tensor);
    RangeTarget target = new RangeTarget(quantizer.format(), quantizer.negativeSlope());
    return observed.histogram().count() == 0
        ? Range.ZERO
        : solver.solve(observed, target, settings.ranges().options());
  }

  private TensorStates observed(String tensor) {
    if (!tensors.contains(tensor)) {
      throw new VernierException(
          "No statistics of tensor '"
              + tensor
              + "' among those of "
              + tensors.size()
              + " tensors: the states belong to another model; calibrate this one");
    }
    List<HistogramSketch> folds = new ArrayList<>();
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      folds.add(states.state(tensor, fold, StateFamily.HISTOGRAM));
    }
    PerSampleState perSample = states.state(tensor, StateFamily.PER_SAMPLE);
    return new TensorStates(states.histogram(tensor), perSample, folds);
  }
}
