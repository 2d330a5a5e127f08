package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;

/** A form in which a quantized model is written; the same request gives the same bytes. */
public interface OutputFormat {

  /** The name used in configuration files. */
  String name();

  /** Whether ranges of activations are needed, and with them calibration data. */
  boolean needsRanges();

  /**
   * Whether biases can take up what rounding does: where the model computes what its QDQ form with
   * the same plan does, which the refine stage runs.
   */
  default boolean correctsBiases() {
    return needsRanges();
  }

  /** What the table of a model without ranges says of its number formats, in one line. */
  default String scheme(QuantizationSettings settings) {
    return name();
  }

  /** What of a prepared model is rounded, and why the rest is not. */
  default QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    return QuantizationPlan.of(prepared, settings);
  }

  /** The model in this form. */
  OnnxModel write(ExportRequest request);
}
