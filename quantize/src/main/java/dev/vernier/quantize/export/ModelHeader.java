package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import java.util.Map;
import java.util.TreeMap;

/** What the head of a written model says about how it was made. */
final class ModelHeader {

  private ModelHeader() {}

  /** The model with its producer and the metadata of a format that needs no ranges. */
  static OnnxModel of(OnnxModel model, OutputFormat format, ExportRequest request) {
    Map<String, String> metadata = new TreeMap<>(request.prepared().metadata());
    metadata.put("vernier.format", format.name());
    metadata.put("vernier.scheme", "weights " + request.settings().scheme().weights().text());
    metadata.put("vernier.model-type", request.plan().modelType().text());
    return model.withMetadata(metadata).withProducer("vernier", "");
  }

  /** The model with the operators of ONNX Runtime's domain imported if it has any. */
  static OnnxModel importing(OnnxModel model) {
    boolean contributed =
        model.graph().nodes().stream().anyMatch(n -> n.domain().equals(IntegerNode.DOMAIN));
    return contributed && model.opset(IntegerNode.DOMAIN) == 0
        ? model.withOpset(IntegerNode.DOMAIN, 1)
        : model;
  }
}
