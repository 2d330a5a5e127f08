package dev.vernier.conf;

import java.util.Map;

/** One job: everything a run needs to know, as plain values. */
public record JobConfig(
    ModelConfig model,
    Map<String, InputConfig> inputs,
    CalibrationConfig calibration,
    ValidationConfig validation,
    RewriteConfig rewrites,
    QuantizationConfig quantization,
    RefineConfig refine,
    RunConfig run,
    OutputConfig output,
    NightlyConfig nightly) {

  /** Keeps the map immutable and in file order. */
  public JobConfig {
    inputs = Values.immutable(inputs);
  }

  /** The same job with other inputs. */
  public JobConfig withInputs(Map<String, InputConfig> other) {
    return new JobConfig(
        model,
        other,
        calibration,
        validation,
        rewrites,
        quantization,
        refine,
        run,
        output,
        nightly);
  }
}
