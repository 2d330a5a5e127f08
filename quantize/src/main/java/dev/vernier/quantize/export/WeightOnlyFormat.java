package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightOnlyPlan;

/** Weights in few bits behind DequantizeLinear; everything is computed in float. */
final class WeightOnlyFormat implements OutputFormat {

  @Override
  public String name() {
    return "weight-only";
  }

  @Override
  public boolean needsRanges() {
    return false;
  }

  @Override
  public boolean correctsBiases() {
    return true;
  }

  @Override
  public String scheme(QuantizationSettings settings) {
    return name() + ", weights " + settings.scheme().weights().text();
  }

  @Override
  public QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    return WeightOnlyPlan.of(prepared, settings);
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    OnnxModel model =
        QdqRewriter.rewrite(
            request.prepared(), request.plan(), request.table(), request.settings());
    return ModelHeader.of(model, this, request);
  }
}
