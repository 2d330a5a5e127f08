package dev.vernier.quantize.export;

import dev.vernier.onnx.IrVersions;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.version.VersionConverter;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightOnlyPlan;

/**
 * Weights of 1 to 16 bits, one width for all or each its own, stored in the next larger type of
 * ONNX behind DequantizeLinear; a packed archive of the model takes the bits themselves.
 */
final class PackedWeightsFormat implements OutputFormat {

  /** First operator set whose DequantizeLinear has 4 and 16 bits. */
  private static final long EVERY_TYPE_OPSET = 21;

  @Override
  public String name() {
    return "packed-weights";
  }

  @Override
  public boolean needsRanges() {
    return false;
  }

  @Override
  public QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    return WeightOnlyPlan.of(prepared, settings);
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    OnnxModel prepared = request.prepared();
    PackedWeightsGraphWriter writer =
        new PackedWeightsGraphWriter(
            prepared.graph(), request.plan(), request.settings().export().packedWeights());
    OnnxModel written =
        VersionConverter.upgrade(prepared.withGraph(writer.write()), EVERY_TYPE_OPSET);
    OnnxModel current =
        written.withOpsets(
            Math.max(written.irVersion(), IrVersions.forOpset(written.opset())), written.opsets());
    return ModelHeader.of(current, this, request);
  }
}
