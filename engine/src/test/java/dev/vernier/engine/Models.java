package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.io.OnnxReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Real models and inputs made for them, the same in every run. */
final class Models {
  private Models() {}

  static OnnxModel read(String name) {
    return OnnxReader.read(SharedFiles.require("models/" + name + ".onnx"));
  }

  /**
   * Inputs of a batch: normal floats scaled as the model's preprocessing would, small token ids.
   */
  static Map<String, Tensor> inputs(EngineModel model, int batch, long seed, float scale) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.inputs()) {
      int[] dims = input.type().shape().stream().mapToInt(d -> dim(d, batch)).toArray();
      inputs.put(input.name(), tensor(input, dims, random, scale));
    }
    return inputs;
  }

  private static int dim(Dim dim, int batch) {
    return dim.isKnown() ? (int) dim.value() : batch;
  }

  private static Tensor tensor(ValueInfo input, int[] dims, Random random, float scale) {
    Tensor tensor = Tensor.allocate(input.type().elementType(), dims);
    for (int i = 0; i < tensor.size(); i++) {
      if (tensor.type() == DataType.FLOAT) {
        tensor.setDouble(i, random.nextGaussian() * scale);
      } else {
        tensor.setLong(
            i, input.name().contains("mask") ? i % 40 < 20 ? 1 : 0 : random.nextInt(100));
      }
    }
    return tensor;
  }
}
