package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightOnlyPlan;

/**
 * Matrix products with weights of 4 or 8 bits in blocks, as ONNX Runtime's MatMulNBits; weights of
 * other operators are stored in 8 bits with a scale a channel. Needs no operator set newer than the
 * model's.
 */
final class MatMulNBitsFormat implements OutputFormat {

  /** The block of ONNX Runtime's command line for the operator. */
  private static final int DEFAULT_BLOCK = 32;

  @Override
  public String name() {
    return "matmul-nbits";
  }

  @Override
  public boolean needsRanges() {
    return false;
  }

  /** The plan rounds everything to 8 bits a channel; the products are rounded when written. */
  @Override
  public QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    requireBlocks(block(settings));
    WeightFormat whole =
        settings.scheme().weights().withBits(8).withGranularity(Granularity.PER_CHANNEL);
    return WeightOnlyPlan.of(prepared, settings.withScheme(settings.scheme().withWeights(whole)));
  }

  private static int block(QuantizationSettings settings) {
    int size = settings.scheme().weights().granularity().blockSize();
    return size == 0 ? DEFAULT_BLOCK : size;
  }

  private static void requireBlocks(int size) {
    if (size < 16 || Integer.bitCount(size) != 1) {
      throw new VernierException(
          "MatMulNBits has no blocks of " + size + ": expected a power of two from 16 on");
    }
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    QuantizationSettings settings = request.settings();
    WeightFormat format =
        settings.scheme().weights().withGranularity(Granularity.blocks(block(settings)));
    MatMulNBitsGraphWriter writer =
        new MatMulNBitsGraphWriter(request.prepared().graph(), request.plan(), format);
    OnnxModel model = request.prepared().withGraph(writer.write());
    return ModelHeader.of(ModelHeader.importing(model), this, request);
  }
}
