package dev.vernier.it.hostile;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import java.util.Map;

/**
 * A valid model to begin with.
 *
 * @param inputs values for its inputs, as far as they are not made up
 */
record Seed(String name, ModelProto model, Map<String, TensorData> inputs) {

  static Seed of(String name, OnnxModel model) {
    try {
      return new Seed(name, ModelProto.parseFrom(OnnxWriter.toBytes(model)), Map.of());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
