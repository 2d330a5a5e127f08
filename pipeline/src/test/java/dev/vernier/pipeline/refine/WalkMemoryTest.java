package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalkMemoryTest {
  private static OnnxModel model() {
    List<Node> nodes =
        List.of(
            Node.of("", "Relu", List.of("x"), List.of("a")),
            Node.of("", "Exp", List.of("a"), List.of("b")),
            Node.of("", "Add", List.of("a", "b"), List.of("y")));
    ValueType type = new ValueType(DataType.FLOAT, List.of(Dim.of(1), Dim.symbolic("n")));
    Graph graph =
        new Graph(
            "memory",
            nodes,
            Map.of(),
            List.of(new ValueInfo("x", type)),
            List.of(new ValueInfo("y", type)),
            List.of());
    return new OnnxModel(
        8,
        List.of(new OpsetImport("", 13)),
        "",
        "",
        "",
        0,
        "",
        graph,
        Map.of(),
        List.of(),
        null,
        Extras.NONE);
  }

  private static List<Map<String, Tensor>> samples(int count, int size) {
    Tensor input = Tensor.of(new float[size], 1, size);
    return Collections.nCopies(count, Map.of("x", input));
  }

  @Test
  void takesAsManySamplesAsFit() {
    WalkMemory memory = new WalkMemory(model());
    // Of 4 MB an input the input, and a and b, both alive at once, times 1.25: 14 MB a sample.
    int million = 1 << 20;
    assertThat(memory.fitting(samples(100, million))).hasSize(256 / 14);
    assertThat(memory.fitting(samples(7, million))).hasSize(7);
    assertThat(memory.fitting(samples(100, 10))).hasSize(100);
  }

  @Test
  void takesOneHoweverLarge() {
    assertThat(new WalkMemory(model()).fitting(samples(3, 40 << 20))).hasSize(1);
  }
}
