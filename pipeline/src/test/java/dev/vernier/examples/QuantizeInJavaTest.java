package dev.vernier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.SharedData;
import dev.vernier.pipeline.ingest.ArrayIngest;
import dev.vernier.pipeline.ingest.Every;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeInJavaTest {
  private static final Path GUIDE = Path.of("..", "docs", "guide.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/vernier/examples/QuantizeInJava.java");

  @Test
  void guideQuotesTheSource() throws Exception {
    List<String> source = Files.readAllLines(SOURCE);
    int start = source.indexOf("public final class QuantizeInJava {");
    String quoted = String.join("\n", source.subList(start, source.size()));
    assertThat(Files.readString(GUIDE)).contains("```java\n" + quoted + "\n```");
  }

  @Test
  void exampleRuns(@TempDir Path dir) throws Exception {
    Path digits = SharedData.require("data/mnist_t10k/t10k-images-idx3-ubyte.gz");
    Path labels = SharedData.require("data/mnist_t10k/t10k-labels-idx1-ubyte.gz");
    Path model = SharedData.require("models/mnist-8.onnx");
    ArrayIngest.idx(digits, Optional.of(labels), dir.resolve("c.parquet"), Every.take(100, 0));
    ArrayIngest.idx(digits, Optional.of(labels), dir.resolve("v.parquet"), Every.take(10, 1));
    Path job = dir.resolve("job.conf");
    Files.writeString(
        job,
        """
        model.path = "%s"
        inputs.Input3 { column = x, kind = binary, element-type = uint8 }
        calibration.data = "%s"
        validation { data = "%s", label-column = label }
        """
            .formatted(model, dir.resolve("c.parquet"), dir.resolve("v.parquet")));
    Map<String, Double> measures = QuantizeInJava.run(job, dir.resolve("quantized.onnx"));
    assertThat(measures.get("reference.top1")).isBetween(98.0, 99.9);
    assertThat(Math.abs(measures.get("drop.top1"))).isLessThan(1);
    assertThat(OnnxReader.read(dir.resolve("quantized.onnx")).graph().nodes())
        .anyMatch(n -> n.is("QuantizeLinear"));
  }
}
