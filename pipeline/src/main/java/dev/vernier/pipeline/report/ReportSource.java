package dev.vernier.pipeline.report;

import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.ControlOutcome;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.stopping.Settling;
import dev.vernier.quantize.range.RangeStability;
import dev.vernier.stats.StateSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report is made of.
 *
 * @param model name of the model, such as its file's
 * @param modelDigest content digest of the floating-point model
 * @param referenceBytes size of the floating-point model
 * @param quantized the delivered model; empty if there is none, as after a night without drift
 * @param states what was calibrated
 * @param calibration rows of the calibration pass
 * @param candidates every quantized model, the delivered one first; names are those of validation;
 *     empty if there is no delivered model
 * @param validation the measurements, if there were any
 * @param control the trials of accuracy control, if there were any
 * @param sensitivity what each operator's quantization does; empty if not measured
 * @param stability of the delivered model's ranges; empty if it cannot be told
 * @param stopping how the ranges settled from wave to wave
 * @param night what a night decided, if it was one
 * @param drift since the model in force was made, if it was measured
 * @param seconds how long each stage took
 * @param facts further lines
 */
public record ReportSource(
    String model,
    String modelDigest,
    long referenceBytes,
    Optional<QuantizedModel> quantized,
    StateSet states,
    PassLog calibration,
    List<Size> candidates,
    Optional<ValidationResult> validation,
    Optional<ControlOutcome> control,
    List<OperatorSensitivity> sensitivity,
    List<RangeStability> stability,
    List<Settling> stopping,
    Optional<NightLine> night,
    Optional<DriftSource> drift,
    Map<String, Double> seconds,
    Map<String, String> facts) {

  /** A quantized model's name, size, and the seconds it took to solve and write. */
  public record Size(String name, long bytes, double seconds) {}

  /** Copies the collections. */
  public ReportSource {
    candidates = List.copyOf(candidates);
    sensitivity = List.copyOf(sensitivity);
    stability = List.copyOf(stability);
    stopping = List.copyOf(stopping);
    seconds = new LinkedHashMap<>(seconds);
    facts = new LinkedHashMap<>(facts);
  }
}
