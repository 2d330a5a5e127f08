package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.pipeline.ingest.Every;
import dev.vernier.pipeline.ingest.ImageIngest;
import dev.vernier.pipeline.ingest.IngestReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accuracy of real models on real images, from JPEG files to the validated quantized model. */
class RealModelTest {
  @TempDir Path dir;

  private static String input(String model, String normalization) {
    return """
        model.path = "%s"
        inputs.input { column = image, kind = image, image.crop = 224, %s }
        validation.label-column = label
        """
        .formatted(model, normalization);
  }

  @Test
  void mobileNetReachesItsAccuracyOnAThousandImages() throws Exception {
    Path model = SharedData.require("models/mobilenet_v1_0.25_224.onnx");
    Path images = SharedData.untar(SharedData.require("data/imagenet1000.tar"), dir);
    Path labels = labels(images);
    Path calibration = dir.resolve("calibration.parquet");
    Path validation = dir.resolve("all.parquet");
    IngestReport fifth =
        ImageIngest.run(images, Optional.of(labels), calibration, Every.take(5, 0));
    assertThat(fifth.rows()).isEqualTo(200);
    ImageIngest.run(images, Optional.of(labels), validation, Every.ITEM);
    String text = input(model.toString(), "scale = \"1/127.5\", mean = 1");
    Pipeline pipeline =
        Pipeline.open(
            ConfigLoader.parse(
                text,
                "test",
                List.of("calibration.data=" + calibration, "validation.data=" + validation)));
    CalibrationResult states = pipeline.calibrate();
    assertThat(states.states().samples()).isEqualTo(200);
    QuantizedModel quantized = pipeline.quantize(states.states());
    Map<String, Double> measures =
        pipeline
            .validate(List.of(new Candidate("mse", quantized.model())))
            .candidate("mse")
            .measures();
    assertThat(measures.get("reference.top1")).isCloseTo(57.5, within(0.2));
    assertThat(measures.get("drop.top1")).isLessThan(6);
  }

  private static Path labels(Path folder) throws Exception {
    try (var files = java.nio.file.Files.walk(folder)) {
      return files.filter(f -> f.endsWith("labels.csv")).findFirst().orElseThrow();
    }
  }
}
