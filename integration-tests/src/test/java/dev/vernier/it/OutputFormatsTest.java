package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.Row;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demonstration's model in every form, in ONNX Runtime and in the executor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputFormatsTest {
  private static final int CALIBRATED = 100;
  private static final int COMPARED = 200;

  @TempDir static Path folder;
  private Pipeline pipeline;
  private StateSet states;
  private final List<Map<String, Tensor>> inputs = new ArrayList<>();

  @BeforeAll
  void calibrate() throws Exception {
    JobConfig job =
        ConfigLoader.parse(
            """
            model.path = "%s"
            inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
            """
                .formatted(Checkout.demo("model.onnx")),
            "test",
            List.of());
    pipeline = Pipeline.open(job);
    states = pipeline.calibrate(DemoRows.read("calibration.parquet", CALIBRATED)).states();
    for (Row row : DemoRows.read("validation.parquet", COMPARED)) {
      inputs.add(pipeline.preprocessor().apply(row).inputs());
    }
  }

  static List<String> formatsWithoutRanges() {
    return OutputFormats.withoutRanges();
  }

  @ParameterizedTest
  @MethodSource("formatsWithoutRanges")
  void needsNoData(String format) {
    Path out = folder.resolve("no-data-" + format);
    String model = Checkout.demo("model.onnx").toString();
    String chosen = "quantization.format=" + format;
    Run run = Run.here("quantize", model, "--out", out.toString(), "--set", chosen).succeeded();
    assertThat(run.out()).contains(format);
    assertThat(out.resolve("model.onnx")).isNotEmptyFile();
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(out.resolve("ranges.json")).doesNotExist();
  }

  @Test
  void aFormatWithRangesAsksForData() {
    Run.here("quantize", Checkout.demo("model.onnx").toString(), "--out", folder.toString())
        .failedSaying(2, "needs calibration data", "float16");
  }

  static List<String> formats() {
    return OutputFormats.names();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void runsInTheRuntimeAndAgreesWithTheExecutor(String format) throws Exception {
    QuantizationSettings settings = pipeline.settings();
    OnnxModel model =
        pipeline
            .quantize(states, settings.withExport(settings.export().withFormat(format)))
            .model();
    Path file = folder.resolve(format + ".onnx");
    OnnxWriter.write(model, file);
    InferenceSession session = EngineModel.load(model).newSession();
    Agreement here = new Agreement();
    Agreement withFloat = new Agreement();
    InferenceSession floats = pipeline.model().engine().newSession();
    try (Runtime runtime = new Runtime(file)) {
      for (Map<String, Tensor> input : inputs) {
        Tensor expected = runtime.run(input);
        here.add(expected, session.run(input).get("logits"));
        withFloat.add(floats.run(input).get("logits"), expected);
      }
    }
    assertThat(here.sameClass()).as("executor and runtime").isGreaterThanOrEqualTo(0.99);
    assertThat(here.decibels()).as("executor and runtime").isGreaterThan(35);
    assertThat(withFloat.sameClass()).as("float and runtime").isGreaterThan(0.95);
  }
}
