package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;

/** A form in which a quantized model is written; the same request gives the same bytes. */
public interface OutputFormat {

  /** The name used in configuration files. */
  String name();

  /** Whether ranges of activations are needed, and with them calibration data. */
  boolean needsRanges();

  /** The model in this form. */
  OnnxModel write(ExportRequest request);
}
