package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.TestGraph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelAlignmentTest {
  private static final ChannelAlignment.Ends ENDS =
      new ChannelAlignment.Ends(new double[] {1, -8, 0}, new double[] {3, 24, 0});

  /** A pointwise convolution whose result a second one reads, without padding. */
  private static TestGraph pair(Object... attributes) {
    return new TestGraph(1)
        .input("x", 1, 1, 4, 4)
        .floats("w1", new long[] {3, 1, 1, 1}, 4, 8, 1)
        .floats("b1", new long[] {3}, 2, 16, 5)
        .floats("w2", new long[] {1, 3, 1, 2}, 1, 2, 3, 4, 5, 6)
        .node("Conv", "a", "x w1 b1")
        .node("Conv", "y", "a w2", attributes)
        .output("y");
  }

  @Test
  void movesTheMiddleToZeroAndScalesToTheMedianWidth() {
    OnnxModel model = pair().model();
    assertThat(ChannelAlignment.tensors(model)).containsExactly("a");
    Map<String, ChannelChange> found = ChannelAlignment.find(model, Map.of("a", ENDS));
    assertThat(found.get("a").shifts()).containsExactly(2, 8, 0);
    // Widths 2 and 32 have the median 17; a channel without width keeps its scale.
    assertThat(found.get("a").scales())
        .containsExactly(new double[] {2 / 17.0, 32 / 17.0, 1}, within(1e-12));
    OnnxModel aligned =
        ChannelAlignment.apply(
            model,
            Map.of("a", new ChannelChange(new double[] {2, 8, 0}, new double[] {0.5, 2, 1})));
    assertThat(floats(aligned, "w1")).containsExactly(8, 4, 1);
    assertThat(floats(aligned, "b1")).containsExactly(0, 4, 5);
    assertThat(floats(aligned, "w2")).containsExactly(0.5f, 1, 6, 8, 5, 6);
    Node second = aligned.graph().nodes().get(1);
    // (1 + 2) * 2 + (3 + 4) * 8.
    assertThat(floats(aligned, second.input(2))).containsExactly(62);
  }

  @Test
  void scalesAreBounded() {
    OnnxModel model = pair().model();
    ChannelAlignment.Ends uneven =
        new ChannelAlignment.Ends(new double[3], new double[] {1e-4, 1, 1e4});
    assertThat(ChannelAlignment.find(model, Map.of("a", uneven)).get("a").scales())
        .containsExactly(0.01, 1, 100);
  }

  @Test
  void leavesWhatReadsPaddingOrHasAnActivationBefore() {
    OnnxModel padded = pair("pads", new long[] {0, 1, 0, 0}).model();
    assertThat(ChannelAlignment.tensors(padded)).isEmpty();
    assertThat(ChannelAlignment.tensors(pair("auto_pad", "SAME_UPPER").model())).isEmpty();
    assertThat(ChannelAlignment.tensors(pair("auto_pad", "VALID").model())).containsExactly("a");
    OnnxModel active =
        new TestGraph(1)
            .input("x", 1, 2)
            .floats("w1", new long[] {2, 2}, 1, 2, 3, 4)
            .node("Gemm", "a", "x w1")
            .node("Relu", "r", "a")
            .node("Gemm", "y", "r w1")
            .output("y")
            .model();
    assertThat(ChannelAlignment.tensors(active)).isEmpty();
    assertThat(ChannelAlignment.tensors(pair().output("a").model())).isEmpty();
  }

  @Test
  void aLayerMayBeSecondAndFirst() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 1)
            .floats("w1", new long[] {1, 1}, 2)
            .floats("w2", new long[] {1, 1}, 3)
            .floats("w3", new long[] {1, 1}, 5)
            .node("Gemm", "a", "x w1")
            .node("Gemm", "b", "a w2")
            .node("Gemm", "y", "b w3")
            .output("y")
            .model();
    ChannelChange change = new ChannelChange(new double[] {1}, new double[] {2});
    OnnxModel aligned = ChannelAlignment.apply(model, Map.of("a", change, "b", change));
    List<Node> nodes = aligned.graph().nodes();
    // a' = (2x - 1) / 2; b = 6x = 6 a' + 3, so b' = 3 a' + 1; y = 5 (2 b' + 1).
    assertThat(floats(aligned, "w1")).containsExactly(1);
    assertThat(floats(aligned, nodes.get(0).input(2))).containsExactly(-0.5f);
    assertThat(floats(aligned, "w2")).containsExactly(3);
    assertThat(floats(aligned, nodes.get(1).input(2))).containsExactly(1);
    assertThat(floats(aligned, "w3")).containsExactly(10);
    assertThat(floats(aligned, nodes.get(2).input(2))).containsExactly(5);
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }
}
