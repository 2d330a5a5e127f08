package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;

/**
 * What a format writes.
 *
 * @param prepared the prepared float model
 * @param plan the format's plan of this model and these settings
 * @param table ranges of every quantizer of the plan; without entries for a format that needs none
 */
public record ExportRequest(
    OnnxModel prepared,
    QuantizationPlan plan,
    CalibrationTable table,
    QuantizationSettings settings) {}
