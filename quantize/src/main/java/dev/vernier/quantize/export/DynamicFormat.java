package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightOnlyPlan;

/**
 * Activations are rounded to uint8 with a scale computed from their values at run time
 * (DynamicQuantizeLinear) and multiplied with 8-bit weights (MatMulInteger, ConvInteger,
 * DynamicQuantizeLSTM); other weights are stored in 8 bits only.
 */
final class DynamicFormat implements OutputFormat {

  @Override
  public String name() {
    return "dynamic";
  }

  @Override
  public boolean needsRanges() {
    return false;
  }

  @Override
  public QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    if (settings.scheme().weights().type().bits() != 8
        || settings.scheme().weights().granularity().blockSize() > 0) {
      throw new VernierException(
          "Dynamic quantization multiplies 8-bit weights with a scale a channel or tensor: expected"
              + " weights INT8 or UINT8 without blocks, got "
              + settings.scheme().weights().text());
    }
    return WeightOnlyPlan.of(prepared, settings);
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    OnnxModel prepared = request.prepared();
    DynamicGraphWriter writer = new DynamicGraphWriter(prepared.graph(), request.plan());
    OnnxModel model = prepared.withGraph(writer.write());
    return ModelHeader.of(ModelHeader.importing(model), this, request);
  }
}
