package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.TestGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BiasAbsorptionTest {
  private static TestGraph between(String type, String inputs) {
    return new TestGraph(1)
        .input("x", 1, 2)
        .floats("w1", new long[] {2, 2}, 1, 2, 3, 4)
        .floats("b1", new long[] {2}, 10, 20)
        .floats("w2", new long[] {2, 2}, 2, -1, 4, 3)
        .floats("b2", new long[] {2}, 0.5f, -0.5f)
        .floats("slopes", new long[] {1, 2}, 0.1f, 0.2f)
        .floats("limits", new long[] {1, 2}, 30, 40)
        .scalar("zero", 0)
        .scalar("six", 6)
        .node("Gemm", "a", "x w1 b1")
        .node(type, "r", inputs)
        .node("Gemm", "y", "r w2 b2")
        .output("y");
  }

  private static BiasAbsorption.Spread spread(double[] mean, double[] min, double[] max) {
    return new BiasAbsorption.Spread(mean, new double[] {1, 1}, min, max);
  }

  @Test
  void takesThreeDeviationsBelowTheMeanOffTheBiasBefore() {
    OnnxModel model = between("Relu", "a").model();
    Map<String, ChannelChange> found =
        BiasAbsorption.find(
            model,
            Map.of("a", spread(new double[] {5, 2}, new double[] {4, 1}, new double[] {9, 9})));
    assertThat(found.get("a").shifts()).containsExactly(2, 0);
    OnnxModel absorbed = BiasAbsorption.apply(model, found);
    assertThat(floats(absorbed, "w1")).containsExactly(1, 2, 3, 4);
    assertThat(floats(absorbed, "b1")).containsExactly(8, 20);
    assertThat(floats(absorbed, "w2")).containsExactly(2, -1, 4, 3);
    assertThat(floats(absorbed, "b2")).containsExactly(4.5f, -2.5f);
  }

  @Test
  void noMoreThanTheLeastValueSeen() {
    OnnxModel model = between("PRelu", "a slopes").model();
    BiasAbsorption.Spread spread =
        spread(new double[] {9, 9}, new double[] {0.25, -1}, new double[] {12, 12});
    assertThat(BiasAbsorption.find(model, Map.of("a", spread)).get("a").shifts())
        .containsExactly(0.25, 0);
    BiasAbsorption.Spread low =
        spread(new double[] {9, 9}, new double[] {-1, Double.NaN}, new double[] {9, Double.NaN});
    assertThat(BiasAbsorption.find(model, Map.of("a", low))).isEmpty();
  }

  @Test
  void aClipIsNotReached() {
    OnnxModel model = between("Clip", "a zero six").model();
    BiasAbsorption.Spread spread =
        spread(new double[] {4, 4}, new double[] {1, 1}, new double[] {4.5, 5});
    assertThat(BiasAbsorption.find(model, Map.of("a", spread)).get("a").shifts())
        .containsExactly(1, 0);
  }

  @Test
  void limitsOfChannelsAreMoved() {
    OnnxModel model = between("Min", "a limits").model();
    BiasAbsorption.Spread spread =
        spread(new double[] {8, 9}, new double[] {5, 4}, new double[] {60, 60});
    Map<String, ChannelChange> found = BiasAbsorption.find(model, Map.of("a", spread));
    assertThat(found.get("a").shifts()).containsExactly(5, 4);
    OnnxModel absorbed = BiasAbsorption.apply(model, found);
    Node min = absorbed.graph().nodes().get(1);
    assertThat(floats(absorbed, min.input(1))).containsExactly(25, 36);
    assertThat(floats(absorbed, "b1")).containsExactly(5, 16);
  }

  @Test
  void leavesWhatDoesNotCommuteWithAShift() {
    assertThat(BiasAbsorption.tensors(between("Sigmoid", "a").model())).isEmpty();
    assertThat(BiasAbsorption.tensors(between("Min", "a six").model())).isEmpty();
    OnnxModel padded =
        new TestGraph(1)
            .input("x", 1, 1, 4, 4)
            .floats("w1", new long[] {1, 1, 1, 1}, 4)
            .floats("w2", new long[] {1, 1, 3, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .node("Conv", "a", "x w1")
            .node("Relu", "r", "a")
            .node("Conv", "y", "r w2", "pads", new long[] {1, 1, 1, 1})
            .output("y")
            .model();
    assertThat(BiasAbsorption.tensors(padded)).isEmpty();
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }
}
