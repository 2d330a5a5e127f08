package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.plan.QuantizationPlan;
import java.util.Map;
import java.util.TreeMap;

/** What the head of a written model says about how it was made. */
final class ModelHeader {

  private ModelHeader() {}

  /** The model with its producer and the metadata of a format that needs no ranges. */
  static OnnxModel of(OnnxModel model, OutputFormat format, QuantizationPlan plan) {
    Map<String, String> metadata = new TreeMap<>(model.metadata());
    metadata.put("vernier.format", format.name());
    metadata.put("vernier.model-type", plan.modelType().text());
    return model.withMetadata(metadata).withProducer("vernier", "");
  }
}
