package dev.vernier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models run and agree with ONNX Runtime, as written and as prepared. */
class ModelAgreementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "byte_sb_bidi_lstm",
        "cifar10_resnet20",
        "cifar10_resnet56",
        "deeplabv3_mnv2_voc",
        "kwt1_keyword_transformer",
        "mlperf_tiny_resnet8_cifar10",
        "mnist-8",
        "mobilenet_v1_0.25_224",
        "mobilenetv2_torchvision",
        "silero_vad",
        "squeezenet1.1",
        "sst2_encoder_small",
        "st_ssd_mobilenet_v1_025_256",
        "style_candy",
        "super_resolution_10",
        "tiny_darknet_224",
        "ultraface_RFB_320",
        "yolox_nano",
        "yunet_n_320"
      })
  void everyOutputAgreesWithOnnxRuntime(String model) throws OrtException {
    List<ModelAgreement.Row> rows = ModelAgreement.measure(require(model));
    assertThat(rows).isNotEmpty().allMatch(ModelAgreement.Row::agrees);
  }

  private static Path require(String model) {
    Path root = root();
    Path file = root == null ? null : root.resolve("models").resolve(model + ".onnx");
    assumeTrue(
        file != null && Files.exists(file),
        () -> "skipped: shared/models/" + model + ".onnx is absent; set VERNIER_SHARED");
    return file;
  }

  private static Path root() {
    String configured = System.getProperty("VERNIER_SHARED", System.getenv("VERNIER_SHARED"));
    if (configured != null) {
      return Path.of(configured);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/models"))) {
      folder = folder.getParent();
    }
    return folder == null ? null : folder.resolve("shared");
  }
}
