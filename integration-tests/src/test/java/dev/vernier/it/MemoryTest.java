package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.data.ParquetRowWriter;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap that a run needs is what it prints, however many samples there are. */
class MemoryTest {
  private static final int WIDTH = 8;
  private static final int ROWS_PER_GROUP = 200;
  private static final Pattern PLAN =
      Pattern.compile("calibrate: heap (\\d+) MB.*?(?:starts with (\\d+) MB|\\n)");

  @TempDir Path folder;

  @Test
  void aThousandAndAHundredThousandSamplesNeedThePrintedHeap() throws IOException {
    OnnxWriter.write(model(), folder.resolve("model.onnx"));
    String heap = heap(calibrate(1_000, "1g"));
    assertThat(heap(calibrate(1_000, heap))).isEqualTo(heap);
    assertThat(heap(calibrate(100_000, heap))).isEqualTo(heap);
  }

  /** Runs in a JVM of its own with this heap. */
  private Run calibrate(int rows, String heap) throws IOException {
    Path out = folder.resolve("out-" + rows + "-" + heap);
    Path job = folder.resolve("job.conf");
    Files.writeString(
        job,
        """
        model.path = "%s/model.onnx"
        inputs.x { column = x, kind = array }
        calibration.data = ["%s"]
        output.dir = "%s"
        run { master = "local[2]", progress-seconds = 0 }
        """
            .formatted(folder, data(rows), out));
    Run run = Run.withHeap(heap, "", "calibrate", "--config", job.toString()).succeeded();
    org.apache.hadoop.fs.Path states = new org.apache.hadoop.fs.Path(out.resolve("states").toUri());
    long samples =
        new FileSystemStateRepository(states, new Configuration()).load().states().samples();
    assertThat(samples).isEqualTo(rows);
    return run;
  }

  private static String heap(Run run) {
    assertThat(run.err()).doesNotContain("warning: this JVM has");
    Matcher plan = PLAN.matcher(run.err());
    assertThat(plan.find()).as(run.err()).isTrue();
    return (plan.group(2) == null ? plan.group(1) : plan.group(2)) + "m";
  }

  private Path data(int rows) {
    Path file = folder.resolve("data-" + rows + ".parquet");
    SplittableRandom random = new SplittableRandom(1);
    try (ParquetRowWriter writer =
        new ParquetRowWriter(file, Map.of("x", ColumnType.FLOATS), ROWS_PER_GROUP)) {
      for (int row = 0; row < rows; row++) {
        writer.write(Row.of("x", floats(random, WIDTH)));
      }
      writer.commit();
    }
    return file;
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static OnnxModel model() {
    SplittableRandom random = new SplittableRandom(2);
    long[] square = {WIDTH, WIDTH};
    Map<String, TensorData> weights =
        Map.of(
            "w", TensorData.ofFloats("w", square, floats(random, WIDTH * WIDTH)),
            "v", TensorData.ofFloats("v", square, floats(random, WIDTH * WIDTH)));
    List<Node> nodes =
        List.of(
            Node.of("first", "MatMul", List.of("x", "w"), List.of("h")),
            Node.of("relu", "Relu", List.of("h"), List.of("r")),
            Node.of("last", "MatMul", List.of("r", "v"), List.of("y")));
    ValueType type = new ValueType(DataType.FLOAT, List.of(Dim.symbolic("N"), Dim.of(WIDTH)));
    return OnnxModel.of(
        13,
        new Graph(
            "small",
            nodes,
            weights,
            List.of(new ValueInfo("x", type)),
            List.of(new ValueInfo("y", type)),
            List.of()));
  }
}
