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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration's model, rewritten on samples before calibration, in ONNX Runtime and here. */
class RewrittenModelTest {
  private static final int CALIBRATED = 64;
  private static final int COMPARED = 100;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "equalization = always",
        "smooth-quant = always",
        "smooth-quant = always, smooth-quant-convolution-alpha = 0.5",
        "bias-absorption = always, channel-alignment = always",
        "equalization = always, bias-absorption = auto, channel-alignment = always,"
            + " smooth-quant = always, smooth-quant-convolution-alpha = 0.05"
      })
  void computesWhatItDidAndRunsQuantizedInBoth(String rewrites) throws Exception {
    Pipeline given = Pipeline.open(job(rewrites));
    List<Row> rows = DemoRows.read("calibration.parquet", CALIBRATED);
    Pipeline rewritten = given.rewritten(given.rewrites(given.refineSamples(rows)));
    assertThat(rewritten.model().digest()).isNotEqualTo(given.model().digest());
    OnnxModel quantized = rewritten.quantize(rewritten.calibrate(rows).states()).model();
    List<Map<String, Tensor>> inputs = new ArrayList<>();
    for (Row row : DemoRows.read("validation.parquet", COMPARED)) {
      inputs.add(given.preprocessor().apply(row).inputs());
    }
    InferenceSession floats = given.model().engine().newSession();
    InferenceSession same = rewritten.model().engine().newSession();
    Agreement exact = new Agreement();
    inputs.forEach(
        input -> exact.add(floats.run(input).get("logits"), same.run(input).get("logits")));
    // A channel that is scaled through a Clip is cut off elsewhere above all values seen.
    double least = rewrites.contains("equalization") ? 40 : 90;
    assertThat(exact.decibels()).as("given and rewritten model").isGreaterThan(least);
    runsAlike(rewritten.model().prepared(), inputs, 90);
    Agreement rounded = runsAlike(quantized, inputs, 35);
    assertThat(rounded.sameClass()).as("executor and runtime").isGreaterThanOrEqualTo(0.99);
  }

  private static JobConfig job(String rewrites) {
    return ConfigLoader.parse(
        """
        model.path = "%s"
        inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
        rewrites { %s }
        """
            .formatted(Checkout.demo("model.onnx"), rewrites),
        "test",
        List.of());
  }

  private Agreement runsAlike(OnnxModel model, List<Map<String, Tensor>> inputs, double decibels)
      throws Exception {
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(model, file);
    InferenceSession session = EngineModel.load(model).newSession();
    Agreement agreement = new Agreement();
    try (Runtime runtime = new Runtime(file)) {
      for (Map<String, Tensor> input : inputs) {
        agreement.add(runtime.run(input), session.run(input).get("logits"));
      }
    }
    assertThat(agreement.decibels()).as("executor and runtime").isGreaterThan(decibels);
    return agreement;
  }
}
