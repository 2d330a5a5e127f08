package dev.vernier.quantize.range;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Solves every quantizer of a plan from saved states, without running the model. */
public final class RangeSolving {

  private final QuantizationSettings settings;
  private final StateSet states;
  private final Set<String> tensors;
  private final RangeSolver method;

  private RangeSolving(StateSet states, QuantizationSettings settings) {
    this.settings = settings;
    this.states = states;
    this.tensors = states.tensors();
    this.method = RangeMethods.find(settings.ranges().method());
  }

  /** The table of all quantizers of the plan, which must be of this model and these settings. */
  public static CalibrationTable solve(
      OnnxModel prepared, QuantizationPlan plan, StateSet states, QuantizationSettings settings) {
    RangeSolving solving = new RangeSolving(states, settings);
    // Quantizers are independent, so the result does not depend on how many are solved at once.
    Map<String, CalibrationTable.Entry> entries =
        plan.activations().parallelStream()
            .collect(Collectors.toConcurrentMap(ActivationQuantizer::name, solving::entry));
    return new CalibrationTable(
        settings.ranges().method(), settings.scheme().text(), states.samples(), entries);
  }

  private CalibrationTable.Entry entry(ActivationQuantizer quantizer) {
    QuantizationScheme scheme = settings.scheme();
    RangeTarget target =
        new RangeTarget(
            scheme.activationType(), scheme.activationSymmetric(), quantizer.negativeSlope());
    boolean fixed = quantizer.fixedRange().isPresent();
    Range range = fixed ? quantizer.fixedRange().get() : solve(quantizer, target);
    Range covered = target.symmetric() ? range.symmetric() : range.includingZero();
    return new CalibrationTable.Entry(
        fixed ? "fixed" : method.name(), covered, target.parameters(covered), quantizer.tensors());
  }

  private Range solve(ActivationQuantizer quantizer, RangeTarget target) {
    String tensor = quantizer.statistics();
    if (!tensors.contains(tensor)) {
      throw new VernierException(
          "No statistics of tensor '"
              + tensor
              + "' among those of "
              + tensors.size()
              + " tensors: the states belong to another model; calibrate this one");
    }
    HistogramSketch histogram = states.histogram(tensor);
    if (histogram.count() == 0) {
      return Range.ZERO;
    }
    PerSampleState perSample = states.state(tensor, StateFamily.PER_SAMPLE);
    return method.solve(
        new TensorStates(histogram, perSample), target, settings.ranges().options());
  }
}
