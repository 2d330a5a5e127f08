package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.TestGraph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossLayerEqualizationTest {
  /** Two products by channel with something between: weights 8 and 1, then 2 and 4. */
  private static TestGraph between(String type, String inputs) {
    return new TestGraph(1)
        .input("x", 1, 2)
        .floats("w1", new long[] {2, 2}, 8, 0.5f, -4, 1)
        .floats("b1", new long[] {2}, 1, 2)
        .floats("w2", new long[] {2, 2}, 2, -1, 4, 3)
        .scalar("zero", 0)
        .scalar("six", 6)
        .node("Gemm", "a", "x w1 b1")
        .node(type, "r", inputs)
        .node("Gemm", "y", "r w2")
        .output("y");
  }

  @Test
  void givesBothWeightsTheSameRangeByChannel() {
    OnnxModel model = between("Relu", "a").model();
    Equalization found = CrossLayerEqualization.find(model, Map.of());
    // Channel 0: sqrt(8 / 2) = 2; channel 1: sqrt(1 / 4) = 1 / 2.
    assertThat(found.scales().get("a")).containsExactly(new double[] {2, 0.5}, within(1e-9));
    assertThat(found.freed()).isEmpty();
    OnnxModel scaled = CrossLayerEqualization.apply(model, found);
    assertThat(floats(scaled, "w1")).containsExactly(4, 1, -2, 2);
    assertThat(floats(scaled, "b1")).containsExactly(0.5f, 4);
    assertThat(floats(scaled, "w2")).containsExactly(4, -2, 2, 1.5f);
    assertThat(CrossLayerEqualization.find(scaled, Map.of()).scales().get("a"))
        .containsExactly(new double[] {1, 1}, within(1e-9));
  }

  @Test
  void scalesThroughAClipOnlyAsFarAsNoValueReachesItsLimit() {
    OnnxModel model = between("Clip", "a zero six").model();
    assertThat(CrossLayerEqualization.limited(model)).containsExactly("a");
    // A largest value of 3.6 allows 1.25 * 3.6 / 6 = 0.75; 5 allows nothing; -1 everything.
    assertThat(scales(model, 3.6f, 3.6f)).containsExactly(new double[] {2, 0.75}, within(1e-6));
    assertThat(scales(model, 5, 5)).containsExactly(1, 1);
    assertThat(scales(model, 5, -1)).containsExactly(new double[] {1, 0.5}, within(1e-6));
    assertThat(CrossLayerEqualization.find(model, Map.of()).scales().get("a"))
        .containsExactly(1, 1);
  }

  private static double[] scales(OnnxModel model, float... largest) {
    return CrossLayerEqualization.find(model, Map.of("a", largest)).scales().get("a");
  }

  @Test
  void givesEachChannelALimitWhereAClipWouldCostTooManyBits() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 3)
            .floats("w1", new long[] {3, 3}, 90, 0, 0, 0, 1, 0, 0, 0, 1)
            .floats("w2", new long[] {3, 1}, 1, 1, 1)
            .scalar("zero", 0)
            .scalar("six", 6)
            .node("Gemm", "a", "x w1")
            .node("Clip", "r", "a zero six")
            .node("Gemm", "y", "r w2")
            .output("y")
            .model();
    Equalization found =
        CrossLayerEqualization.find(model, Map.of("a", new float[] {50, 5.5f, 5.5f}));
    assertThat(found.freed()).containsExactly("a");
    OnnxModel scaled = CrossLayerEqualization.apply(model, found);
    List<Node> nodes = scaled.graph().nodes();
    assertThat(nodes).extracting(Node::opType).containsExactly("Gemm", "Relu", "Min", "Gemm");
    assertThat(nodes.get(2).output(0)).isEqualTo("r");
    assertThat(scaled.graph().initializers().get(nodes.get(2).input(1)).dims())
        .containsExactly(1, 3);
    float[] limits = floats(scaled, nodes.get(2).input(1));
    assertThat(limits[0]).isCloseTo((float) (6 / Math.sqrt(90)), within(1e-5f));
    assertThat(limits[1]).isEqualTo(6);
  }

  @Test
  void leavesWhatDoesNotCommuteWithFactors() {
    OnnxModel sigmoid = between("Sigmoid", "a").model();
    assertThat(CrossLayerEqualization.find(sigmoid, Map.of()).isEmpty()).isTrue();
    OnnxModel branched = between("Relu", "a").output("r").model();
    assertThat(CrossLayerEqualization.find(branched, Map.of()).isEmpty()).isTrue();
  }

  @Test
  void knowsTheChannelsOfGroupedConvolutions() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 1, 2, 2)
            .floats("w1", new long[] {2, 1, 1, 1}, 9, 1)
            .floats("w2", new long[] {2, 1, 1, 1}, 1, 4)
            .node("Conv", "a", "x w1")
            .node("Conv", "y", "a w2", "group", 2)
            .output("y")
            .model();
    assertThat(CrossLayerEqualization.find(model, Map.of()).scales().get("a"))
        .containsExactly(new double[] {3, 0.5}, within(1e-9));
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }
}
