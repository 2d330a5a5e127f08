package dev.vernier.engine.ops;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.SharedFiles;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real models with control flow, recurrence, resizing and shape arithmetic against ONNX Runtime.
 */
class OtherModelsTest {
  /** Of the output range, and what ONNX Runtime's own sigmoid is off by near zero. */
  private static final Tolerance TOLERANCE = new Tolerance(1e-4f, 1e-6f);

  @ParameterizedTest
  @CsvSource({
    "ultraface_RFB_320, input 1 3 240 320",
    "yunet_n_320, input 1 3 320 320",
    "super_resolution_10, input 1 1 224 224",
    "st_ssd_mobilenet_v1_025_256, input_1 1 3 256 256",
    "byte_sb_bidi_lstm, input 2 17",
    "silero_vad, input 1 576 / state 2 1 128 / sr"
  })
  void agreesWithOnnxRuntime(String name, String shapes) {
    OnnxModel onnx = OnnxReader.read(SharedFiles.require("models/" + name + ".onnx"));
    EngineModel model = EngineModel.load(onnx);
    Map<String, Tensor> inputs = inputs(model, shapes);
    try (OrtOracle oracle = OrtOracle.of(onnx)) {
      Comparison.assertAgrees(model.newSession().run(inputs), oracle.run(inputs), TOLERANCE);
    }
  }

  private static Map<String, Tensor> inputs(EngineModel model, String shapes) {
    Random random = new Random(5);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String shape : shapes.split(" / ")) {
      String[] parts = shape.strip().split(" ");
      int[] dims = Arrays.stream(parts).skip(1).mapToInt(Integer::parseInt).toArray();
      DataType type =
          model.inputs().stream()
              .filter(i -> i.name().equals(parts[0]))
              .findFirst()
              .orElseThrow()
              .type()
              .elementType();
      Tensor tensor = Tensor.allocate(type, dims);
      for (int i = 0; i < tensor.size(); i++) {
        if (type == DataType.FLOAT) {
          tensor.setDouble(i, random.nextGaussian() * 0.5);
        } else {
          tensor.setLong(i, type == DataType.INT64 ? 16000 : 32 + random.nextInt(90));
        }
      }
      inputs.put(parts[0], tensor);
    }
    return inputs;
  }
}
