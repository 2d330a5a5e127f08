package dev.vernier.quantize.export;

import dev.vernier.onnx.IrVersions;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.version.VersionConverter;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the quantized model as QuantizeLinear and DequantizeLinear pairs around float operators,
 * the form that runtimes fuse into integer kernels.
 *
 * <p>Where every reader of a tensor sees rounded values, the rounded tensor keeps the name and the
 * exact one is called {@code NAME_float}; where only some do, and for inputs of the graph, the
 * exact tensor keeps the name and the rounded one is called {@code NAME_dequantized}. So inputs and
 * outputs of the graph keep their names and types.
 */
public final class QdqRewriter {

  /** First operator set whose QuantizeLinear has an axis. */
  private static final long OLDEST_OPSET = 13;

  /** First operator set whose QuantizeLinear has 4 and 16 bits and blocks. */
  private static final long EVERY_TYPE_OPSET = 21;

  /** First IR version with functions in a model. */
  private static final long FUNCTIONS_IR = 8;

  private QdqRewriter() {}

  /**
   * The quantized model of a prepared one.
   *
   * @param plan the plan of this model and these settings
   * @param table ranges of every quantizer of the plan
   */
  public static OnnxModel rewrite(
      OnnxModel prepared,
      QuantizationPlan plan,
      CalibrationTable table,
      QuantizationSettings settings) {
    if (prepared.opset() < OLDEST_OPSET) {
      throw new VernierException(
          "Cannot write a quantized model of opset "
              + prepared.opset()
              + ": expected at least "
              + OLDEST_OPSET
              + "; prepare the model first");
    }
    requireRunnable(plan);
    QdqGraphWriter writer = new QdqGraphWriter(prepared.graph(), plan, table, settings.scheme());
    OnnxModel written = VersionConverter.upgrade(prepared.withGraph(writer.write()), opset(plan));
    return written
        .withMetadata(metadata(prepared, plan, table))
        .withProducer("vernier", "")
        .withOpsets(irVersion(written), written.opsets());
  }

  /**
   * Fails if ONNX Runtime would load the model and then fail to run it: it takes the blocks of
   * 8-bit weights that meet 8-bit activations for channels.
   */
  public static void requireRunnable(QuantizationPlan plan) {
    boolean eight = plan.activations().stream().anyMatch(q -> q.format().type().bits() == 8);
    for (WeightQuantizer weight : plan.weights()) {
      if (eight && weight.blockSize() > 0 && weight.format().type().bits() == 8) {
        throw new VernierException(
            "Weight '"
                + weight.tensor()
                + "': "
                + weight.format().text()
                + " with 8-bit activations does not run in ONNX Runtime: use weights of 4 bits or"
                + " fewer, activations of 16 bits, or a scale a channel (block size 0)");
      }
    }
  }

  /** The first operator set that has all types and granularities of a plan. */
  private static long opset(QuantizationPlan plan) {
    boolean wide = plan.activations().stream().anyMatch(q -> q.format().type().bits() != 8);
    boolean narrow =
        plan.weights().stream()
            .filter(weight -> weight.kind() != WeightQuantizer.Kind.OPERAND)
            .anyMatch(weight -> weight.format().type().bits() != 8 || weight.blockSize() > 0);
    return wide || narrow ? EVERY_TYPE_OPSET : OLDEST_OPSET;
  }

  private static Map<String, String> metadata(
      OnnxModel prepared, QuantizationPlan plan, CalibrationTable table) {
    Map<String, String> metadata = new TreeMap<>(prepared.metadata());
    metadata.put("vernier.method", table.method());
    metadata.put("vernier.scheme", table.scheme());
    metadata.put("vernier.model-type", plan.modelType().text());
    metadata.put("vernier.ranges-sha256", table.digest());
    return metadata;
  }

  private static long irVersion(OnnxModel model) {
    long needed = IrVersions.forOpset(model.opset());
    return model.functions().isEmpty() ? needed : Math.max(needed, FUNCTIONS_IR);
  }
}
