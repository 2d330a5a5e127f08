package dev.vernier.pipeline;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;

/** A quantized model with the decisions and ranges it was made from. */
public record QuantizedModel(OnnxModel model, QuantizationPlan plan, CalibrationTable table) {}
