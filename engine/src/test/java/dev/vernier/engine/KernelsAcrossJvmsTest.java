package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured in other JVMs: bits under all kernels and widths, and allocation. */
class KernelsAcrossJvmsTest {
  private static final List<String> MODELS =
      List.of(
          "models/mobilenetv2_torchvision.onnx",
          "1",
          "models/tiny_darknet_224.onnx",
          "0.3",
          "models/mlperf_tiny_resnet8_cifar10.onnx",
          "60",
          "models/sst2_encoder_small.onnx",
          "1",
          "models/kwt1_keyword_transformer.onnx",
          "0.1");

  private static final long FEW_BYTES = 1024;
  private static final long BYTES_OF_SHAPES = 64 << 10;

  @Test
  void scalarAndEveryVectorWidthAgree() throws IOException, InterruptedException {
    List<String> scalar = digest("-Dvernier.kernels=scalar");
    List<String> wide = digest("-Dvernier.kernels=vector", "-Dvernier.vector.bits=512");
    List<String> narrow = digest("-Dvernier.kernels=vector", "-Dvernier.vector.bits=256");
    assertThat(scalar.get(0)).contains("scalar");
    assertThat(scalar).hasSize(1 + MODELS.size() / 2);
    assertThat(wide.subList(1, wide.size())).isEqualTo(scalar.subList(1, scalar.size()));
    assertThat(narrow.subList(1, narrow.size())).isEqualTo(scalar.subList(1, scalar.size()));
  }

  private static List<String> digest(String... settings) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < MODELS.size(); i += 2) {
      arguments.add(SharedFiles.require(MODELS.get(i)).toString());
      arguments.add(MODELS.get(i + 1));
    }
    return OtherJvm.run(ModelDigest.class, List.of(settings), arguments);
  }

  /**
   * No tensor, only the odd copy of dimensions. With scalar kernels, for vectors are objects until
   * the compiler has removed them.
   */
  @Test
  void aSteadyStateAllocatesNoTensor() throws IOException, InterruptedException {
    List<String> printed =
        OtherJvm.run(AllocationProbe.class, List.of("-Dvernier.kernels=scalar"), List.of());
    assertThat(Long.parseLong(printed.get(0))).isLessThan(FEW_BYTES);
  }

  /** What is left are shapes and strides: at most some hundred bytes a node, whatever the sizes. */
  @Test
  void realModelsAllocateNoTensorEither() throws IOException, InterruptedException {
    List<String> names =
        List.of(
            "mobilenet_v1_0.25_224",
            "cifar10_resnet20",
            "sst2_encoder_small",
            "kwt1_keyword_transformer",
            "st_ssd_mobilenet_v1_025_256");
    for (String name : names) {
      SharedFiles.require("models/" + name + ".onnx");
    }
    List<String> printed =
        OtherJvm.run(AllocationProbe.class, List.of("-Dvernier.kernels=scalar"), names);
    assertThat(printed).hasSize(1 + names.size());
    for (String bytes : printed) {
      assertThat(Long.parseLong(bytes)).as("%s", printed).isLessThan(BYTES_OF_SHAPES);
    }
  }
}
