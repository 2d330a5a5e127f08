package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.Row;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration's model in every number format, in ONNX Runtime and in the executor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemesTest {
  private static final int COMPARED = 100;

  @TempDir static Path folder;
  private StateSet states;
  private final List<Map<String, Tensor>> inputs = new ArrayList<>();

  @BeforeAll
  void calibrate() throws Exception {
    Pipeline pipeline = pipeline("");
    states = pipeline.calibrate(DemoRows.read("calibration.parquet", 100)).states();
    for (Row row : DemoRows.read("validation.parquet", COMPARED)) {
      inputs.add(pipeline.preprocessor().apply(row).inputs());
    }
  }

  /** The job with settings of quantization, separated by spaces. */
  private static Pipeline pipeline(String settings) {
    String job =
        """
        model.path = "%s"
        inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
        """
            .formatted(Checkout.demo("model.onnx"));
    List<String> overrides =
        Arrays.stream(settings.split(" "))
            .filter(s -> !s.isEmpty())
            .map("quantization."::concat)
            .toList();
    JobConfig config = ConfigLoader.parse(job, "test", overrides);
    return Pipeline.open(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          activation-type=int8                                             | 0.97
          activation-type=uint16                                           | 0.97
          activation-type=int16 activation-symmetric=true                  | 0.97
          activation-symmetric=true                                        | 0.97
          scheme.preset=performance                                        | 0.97
          scheme.preset=performance activation-type=int8                   | 0.97
          scheme.activation-symmetry=restricted-asymmetric                 | 0.97
          scheme.power-of-two=activations                                  | 0.95
          scheme.power-of-two=all                                          | 0.95
          weight-type=uint8                                                | 0.97
          weight-type=uint8 scheme.weight-symmetric=false                  | 0.97
          scheme.weight-symmetric=false weight-per-channel=false           | 0.95
          activation-type=int8 weight-type=uint8                           | 0.97
          weight-type=int4                                                 | 0.85
          weight-type=uint4 scheme.weight-symmetric=false                  | 0.85
          weight-type=int4 scheme.weight-block-size=32                     | 0.85
          activation-type=uint16 scheme.weight-block-size=32               | 0.97
          scheme.weight-bits=6                                             | 0.95
          scheme.weight-range=mse                                          | 0.97
          weight-type=int4 scheme.weight-range=mse                         | 0.85
          scheme.weight-bits=3 scheme.weight-symmetric=false               | 0.5
          overrides."block?.sum".type=uint16                               | 0.97
          overrides."block2.depthwise.relu6".scale=0.03 overrides."block2.depthwise.relu6".zero-point=0 | 0.9
          reduce-range=first-layer                                         | 0.97
          reduce-range=true                                                | 0.95
          """)
  void runsInTheRuntimeAndAgreesWithTheExecutor(String settings, double alike) throws Exception {
    QuantizationSettings chosen = pipeline(settings).settings();
    OnnxModel model = pipeline("").quantize(states, chosen).model();
    Path file = folder.resolve("model" + chosen.hashCode() + ".onnx");
    OnnxWriter.write(model, file);
    InferenceSession session = EngineModel.load(model).newSession();
    InferenceSession floats = pipeline("").model().engine().newSession();
    Agreement here = new Agreement();
    Agreement withFloat = new Agreement();
    try (Runtime runtime = new Runtime(file)) {
      for (Map<String, Tensor> input : inputs) {
        Tensor expected = runtime.run(input);
        here.add(expected, session.run(input).get("logits"));
        withFloat.add(floats.run(input).get("logits"), expected);
      }
    }
    assertThat(here.sameClass()).as("executor and runtime").isGreaterThanOrEqualTo(0.99);
    assertThat(here.decibels()).as("executor and runtime").isGreaterThan(30);
    assertThat(withFloat.sameClass()).as("float and runtime").isGreaterThanOrEqualTo(alike);
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAnyDataAreRead() {
    assertThatThrownBy(() -> pipeline("scheme.weight-block-size=32"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("block size 0");
    assertThatThrownBy(() -> pipeline("weight-type=int4 reduce-range=all"))
        .hasMessageContaining("leave the range full");
    assertThatThrownBy(() -> pipeline("weight-type=int4 scheme.weight-bits=5"))
        .hasMessageContaining("weight-bits = 5")
        .hasMessageContaining("raise the type");
    assertThatThrownBy(() -> pipeline("overrides.nothing.type=uint16"))
        .hasMessageContaining("\"nothing\"");
    assertThatThrownBy(() -> pipeline("overrides.\"*sum\".min=0"))
        .hasMessageContaining("min and max together");
  }
}
