package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WalkTest {
  /** x is rounded, read twice, and added to a function of itself. */
  private static OnnxModel model() {
    Map<String, TensorData> constants =
        Map.of(
            "s", TensorData.ofFloats("s", new long[0], 0.5f),
            "z", TensorData.ofInt8s("z", new long[0], (byte) 0),
            "k", TensorData.ofFloats("k", new long[0], 3f));
    List<Node> nodes =
        List.of(
            Node.of("q", "QuantizeLinear", List.of("x", "s", "z"), List.of("codes")),
            Node.of("d", "DequantizeLinear", List.of("codes", "s", "z"), List.of("r")),
            Node.of("mul", "Mul", List.of("r", "k"), List.of("m")),
            Node.of("relu", "Relu", List.of("m"), List.of("a")),
            Node.of("add", "Add", List.of("a", "r"), List.of("y")));
    ValueType type = ValueType.tensor(DataType.FLOAT, 1, 2);
    Graph graph =
        new Graph(
            "walk",
            nodes,
            constants,
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

  private static final List<Map<String, Tensor>> SAMPLES =
      List.of(
          Map.of("x", Tensor.of(new float[] {1.1f, -2.2f}, 1, 2)),
          Map.of("x", Tensor.of(new float[] {-0.4f, 7.7f}, 1, 2)));

  private static List<float[]> peeked(Walk walk, String tensor) {
    List<float[]> values = new ArrayList<>();
    walk.peek(tensor, (sample, value) -> values.add(value.toFloats()));
    return values;
  }

  @Test
  void computesWhatTheWholeModelComputes() {
    Walk walk = new Walk(model(), SAMPLES);
    walk.advance(Set.of("r"));
    walk.advance(Set.of("m"));
    assertThat(walk.held(0, "m").toFloats()).containsExactly(3f, -6f);
    List<float[]> values = peeked(walk, "y");
    for (int i = 0; i < SAMPLES.size(); i++) {
      Tensor whole = EngineModel.load(model()).newSession().run(SAMPLES.get(i)).get("y");
      assertThat(values.get(i)).containsExactly(whole.toFloats());
    }
  }

  @Test
  void aChangedConstantServesTheNodesAhead() {
    Walk walk = new Walk(model(), SAMPLES);
    walk.advance(Set.of("r"));
    assertThat(peeked(walk, "m").get(0)).containsExactly(3f, -6f);
    walk.setConstant(TensorData.ofFloats("k", new long[0], 2f));
    assertThat(peeked(walk, "m").get(0)).containsExactly(2f, -4f);
    walk.advance(Set.of("m"));
    walk.setConstant(TensorData.ofFloats("k", new long[0], 100f));
    assertThat(peeked(walk, "y").get(0)).containsExactly(2f + 1f, 0f - 2f);
  }
}
