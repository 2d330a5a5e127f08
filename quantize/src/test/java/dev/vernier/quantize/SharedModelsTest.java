package dev.vernier.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real models: preparation keeps what they compute, and the runtime runs their convolutions in
 * integers.
 */
class SharedModelsTest {

  private static Path model(String name) {
    String given = System.getProperty("VERNIER_SHARED", System.getenv("VERNIER_SHARED"));
    Path folder = given == null ? above() : Path.of(given);
    assumeTrue(folder != null, "no folder of shared models: VERNIER_SHARED is not set");
    Path file = folder.resolve("models").resolve(name + ".onnx");
    assumeTrue(Files.exists(file), () -> "no shared model " + name);
    return file;
  }

  private static Path above() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/models"))) {
      folder = folder.getParent();
    }
    return folder == null ? null : folder.resolve("shared");
  }

  private static List<Map<String, Ort.Input>> samples(OnnxModel model, int count, long... dims) {
    Random random = new Random(17);
    String input = model.graph().realInputs().get(0).name();
    int size = (int) TensorData.elementCount(input, dims);
    List<Map<String, Ort.Input>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Map.of(input, new Ort.Input(TestGraph.sample(random, size), dims)));
    }
    return samples;
  }

  private static Map<String, Long> operators(OnnxModel model) {
    return model.graph().nodes().stream()
        .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
  }

  @ParameterizedTest
  @CsvSource({
    "squeezenet1.1, 3, 224, 26",
    "mobilenet_v1_0.25_224, 3, 224, 27",
    "tiny_darknet_224, 3, 224, 16",
    "cifar10_resnet20, 3, 32, 19",
    "mlperf_tiny_resnet8_cifar10, 3, 32, 9",
    "mnist-8, 1, 28, 2"
  })
  void arePreparedExactlyAndRunInIntegers(
      String name, int channels, int size, long integerConvolutions) {
    OnnxModel model = OnnxReader.read(model(name));
    OnnxModel prepared = Preparation.prepare(model, ConstantEvaluator.NONE);
    assertThat(Preparation.prepare(prepared, ConstantEvaluator.NONE)).isEqualTo(prepared);
    assertThat(operators(prepared)).doesNotContainKey("BatchNormalization");
    List<Map<String, Ort.Input>> samples = samples(model, 2, 1, channels, size, size);
    String output = model.graph().outputs().get(0).name();
    OnnxModel quantized =
        Calibration.quantize(
            prepared, Calibration.observe(prepared, samples), QuantizationSettings.defaults());
    try (Ort original = Ort.open(model);
        Ort exact = Ort.open(prepared);
        Ort rounded = Ort.open(quantized)) {
      float[] expected = original.run(samples.get(0)).get(output);
      assertThat(Calibration.sqnr(expected, exact.run(samples.get(0)).get(output)))
          .isGreaterThan(70);
      assertThat(Calibration.sqnr(expected, rounded.run(samples.get(0)).get(output)))
          .isGreaterThan(3);
    }
    assertThat(operators(Ort.optimized(quantized)))
        .containsEntry("QLinearConv", integerConvolutions);
  }
}
