package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.plan.QuantizationPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmoothQuantTest {
  private static final double[] LARGEST = {0.5, 12.25, 0, 3, 60, 1.5, 0.03125, 7};
  private static final float[] WEIGHTS = {
    0.25f,
    -0.5f,
    0.125f,
    0.0625f,
    0.03125f,
    -0.046875f,
    1,
    0.5f,
    -0.25f,
    0.75f,
    -0.875f,
    0.5f,
    0.015625f,
    0.0078125f,
    -0.03125f,
    0,
    0,
    0,
    2,
    -1,
    0.5f,
    0.375f,
    0.1875f,
    -0.5f
  };

  private static SmoothAlphas products(double alpha) {
    return new SmoothAlphas(alpha, -1);
  }

  private static QuantizationPlan plan(OnnxModel model) {
    return QuantizationPlan.of(model, QuantizationSettings.defaults());
  }

  private static Smoothing find(OnnxModel model, SmoothAlphas alphas, String tensor, double... a) {
    return SmoothQuant.find(model, plan(model), alphas, Map.of(tensor, a));
  }

  private static List<String> types(OnnxModel model) {
    return model.graph().nodes().stream().map(Node::opType).toList();
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }

  /** By NNCF's _calculate_scale_and_ratio (104dea5), written down in NumPy 2.4.6, float64. */
  @Test
  void scalesAreThoseOfNncf() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 8)
            .floats("w", new long[] {8, 3}, WEIGHTS)
            .node("MatMul", "y", "x w")
            .output("y")
            .model();
    assertThat(SmoothQuant.tensors(model, plan(model), products(0.5)))
        .containsExactly(Map.entry("x", -1));
    assertThat(find(model, products(0.5), "x", LARGEST).tensors().get("x").scales())
        .containsExactly(
            new double[] {
              0.9999998314126344,
              13.999993324282968,
              0.0884486758092608,
              1.8516399635719372,
              43.817775051915255,
              100,
              0.12499998946328876,
              3.7416567559777794
            },
            within(1e-12));
    assertThat(find(model, products(0.95), "x", LARGEST).tensors().get("x").scales())
        .containsExactly(
            new double[] {
              0.5358866651326606, 12.414671259591502, 0.025133108459726758, 2.8586746943792094,
              58.14349387453848, 2.6138857674595077, 0.03589681946018943, 6.574982241958429
            },
            within(1e-12));
  }

  /** Two products read a normalised tensor; channel 1 is large. */
  private static TestGraph normalized() {
    return new TestGraph(2)
        .input("x", 1, 3, 2)
        .floats("scale", new long[] {2}, 1, 16)
        .floats("shift", new long[] {2}, 0.5f, 4)
        .floats("w1", new long[] {2, 2}, 1, 0.5f, -1, 0.25f)
        .floats("w2", new long[] {2, 2}, 2, 1, 4, -1)
        .node("LayerNormalization", "n", "x scale shift", "axis", -1)
        .node("MatMul", "q", "n w1")
        .node("MatMul", "k", "n w2");
  }

  @Test
  void goesIntoTheNormalisationBeforeAndSharesTheScalesThatSpreadLeast() {
    OnnxModel model = normalized().output("q").output("k").model(17);
    Smoothing found = find(model, products(0.5), "n", 1, 16);
    Smoothing.Smoothed smoothed = found.tensors().get("n");
    assertThat(smoothed.layers()).containsExactly("q", "k");
    // The first wants 1 and 4, raised to 0.1 of the way: 1.3 and 4; the second sqrt(1/2), sqrt(4).
    assertThat(smoothed.scales()[1] / smoothed.scales()[0])
        .isCloseTo(2 / (Math.sqrt(0.5) + 0.1 * (2 - Math.sqrt(0.5))), within(1e-5));
    OnnxModel smooth =
        SmoothQuant.apply(
            model,
            new Smoothing(
                Map.of("n", new Smoothing.Smoothed(List.of("q", "k"), new double[] {0.5, 4}))));
    assertThat(types(smooth)).containsExactly("LayerNormalization", "MatMul", "MatMul");
    assertThat(floats(smooth, "scale")).containsExactly(2, 4);
    assertThat(floats(smooth, "shift")).containsExactly(1, 1);
    assertThat(floats(smooth, "w1")).containsExactly(0.5f, 0.25f, -4, 1);
    assertThat(floats(smooth, "w2")).containsExactly(1, 0.5f, 16, -4);
  }

  @Test
  void otherReadersSeeWhatTheyDid() {
    OnnxModel model =
        normalized().node("Add", "sum", "n x").output("q").output("k").output("sum").model(17);
    OnnxModel smooth = SmoothQuant.apply(model, find(model, products(0.5), "n", 1, 16));
    assertThat(types(smooth))
        .containsExactly("LayerNormalization", "Mul", "MatMul", "MatMul", "Add");
    assertThat(floats(smooth, "scale")).containsExactly(1, 16);
    List<Node> nodes = smooth.graph().nodes();
    assertThat(nodes.get(1).input(0)).isEqualTo("n");
    assertThat(nodes.get(2).input(0)).isEqualTo(nodes.get(1).output(0));
    assertThat(nodes.get(3).input(0)).isEqualTo(nodes.get(1).output(0));
    assertThat(nodes.get(4).inputs()).containsExactly("n", "x");
    assertThat(smooth.graph().initializers().get(nodes.get(1).input(1)).dims()).containsExactly(2);
  }

  @Test
  void goesThroughReluAndReshapeIntoAProductAndItsBias() {
    OnnxModel model =
        new TestGraph(3)
            .input("x", 1, 3, 2)
            .floats("w1", new long[] {2, 2}, 1, 2, 3, 4)
            .floats("b1", new long[] {2}, 8, 6)
            .floats("w2", new long[] {2, 1}, 1, 1)
            .longs("shape", 3, 2)
            .node("MatMul", "p", "x w1")
            .node("Add", "a", "b1 p")
            .node("Relu", "r", "a")
            .node("Reshape", "flat", "r shape")
            .node("MatMul", "y", "flat w2")
            .output("y")
            .model();
    Smoothing.Smoothed halves = new Smoothing.Smoothed(List.of("y"), new double[] {2, 4});
    OnnxModel smooth = SmoothQuant.apply(model, new Smoothing(Map.of("flat", halves)));
    assertThat(types(smooth)).containsExactly("MatMul", "Add", "Relu", "Reshape", "MatMul");
    assertThat(floats(smooth, "w1")).containsExactly(0.5f, 0.5f, 1.5f, 1);
    assertThat(floats(smooth, "b1")).containsExactly(4, 1.5f);
    assertThat(floats(smooth, "w2")).containsExactly(2, 4);
  }

  @Test
  void aConstantThatOthersReadIsCopied() {
    OnnxModel model =
        normalized()
            .node("Mul", "other", "x scale")
            .output("q")
            .output("k")
            .output("other")
            .model(17);
    OnnxModel smooth = SmoothQuant.apply(model, find(model, products(0.5), "n", 1, 16));
    assertThat(floats(smooth, "scale")).containsExactly(1, 16);
    assertThat(smooth.graph().nodes().get(0).input(1)).isNotEqualTo("scale");
  }

  @Test
  void convolutionsHaveTheirChannelsOnAxisOne() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 2, 2, 2)
            .floats("w", new long[] {1, 2, 1, 1}, 1, 1)
            .node("Conv", "y", "x w")
            .output("y")
            .model();
    assertThat(SmoothQuant.tensors(model, plan(model), products(0.5))).isEmpty();
    SmoothAlphas all = new SmoothAlphas(-1, 1);
    assertThat(SmoothQuant.tensors(model, plan(model), all)).containsExactly(Map.entry("x", 1));
    OnnxModel smooth = SmoothQuant.apply(model, find(model, all, "x", 1, 8));
    assertThat(types(smooth)).containsExactly("Mul", "Conv");
    String factors = smooth.graph().nodes().get(0).input(1);
    assertThat(smooth.graph().initializers().get(factors).dims()).containsExactly(1, 2, 1, 1);
    // 0.1 of the way from 1 to 8 is the least scale.
    assertThat(floats(smooth, factors))
        .containsExactly(new float[] {(float) (1 / 1.7), 0.125f}, within(1e-6f));
    assertThat(floats(smooth, "w")).containsExactly(new float[] {1.7f, 8}, within(1e-5f));
  }

  @Test
  void reshapesOfOneTensorShareADivision() {
    OnnxModel model =
        new TestGraph(3)
            .input("x", 1, 3, 2)
            .floats("w1", new long[] {2, 2}, 1, 2, 3, 4)
            .floats("w2", new long[] {2, 1}, 1, 1)
            .floats("w3", new long[] {3, 1}, 1, 1, 1)
            .longs("shape", 3, 2)
            .longs("other", 2, 3)
            .node("Relu", "r", "x")
            .node("Reshape", "a", "r shape")
            .node("Reshape", "b", "r shape")
            .node("Reshape", "c", "r other")
            .node("MatMul", "p", "a w1")
            .node("MatMul", "q", "b w2")
            .node("MatMul", "s", "c w3")
            .node("Shape", "size", "r")
            .output("p")
            .output("q")
            .output("s")
            .model();
    assertThat(SmoothQuant.tensors(model, plan(model), products(0.5)))
        .containsOnlyKeys("a", "b", "c", "r");
    Map<String, double[]> largest =
        Map.of(
            "r", new double[] {1, 9},
            "a", new double[] {1, 9},
            "b", new double[] {1, 9},
            "c", new double[] {1, 2, 3});
    Smoothing found = SmoothQuant.find(model, plan(model), products(0.5), largest);
    assertThat(found.tensors()).containsOnlyKeys("r", "c");
    assertThat(found.tensors().get("r").layers()).containsExactly("p", "q");
    assertThat(found.tensors().get("c").layers()).containsExactly("s");
    OnnxModel smooth = SmoothQuant.apply(model, found);
    List<Node> nodes = smooth.graph().nodes();
    List<Node> products = nodes.stream().filter(node -> node.is("Mul")).toList();
    assertThat(products).hasSize(2);
    assertThat(products.get(0).input(0)).isEqualTo("r");
    assertThat(nodes.stream().filter(n -> n.input(0).equals(products.get(0).output(0))))
        .extracting(Node::opType)
        .containsExactly("Reshape", "Reshape");
  }

  @Test
  void refusesLayersThatTheModelDoesNotHave() {
    OnnxModel model = normalized().output("q").output("k").model(17);
    for (Smoothing.Smoothed other :
        List.of(
            new Smoothing.Smoothed(List.of("q", "v"), new double[] {1, 2}),
            new Smoothing.Smoothed(List.of("q"), new double[] {1, 2, 3}))) {
      assertThatThrownBy(() -> SmoothQuant.apply(model, new Smoothing(Map.of("n", other))))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("calibrate again");
    }
  }

  @Test
  void weightsOfSeveralReadersStay() {
    OnnxModel shared =
        new TestGraph(1)
            .input("x", 1, 2)
            .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
            .node("MatMul", "y", "x w")
            .node("MatMul", "z", "y w")
            .output("z")
            .model();
    assertThat(SmoothQuant.tensors(shared, plan(shared), products(0.5))).isEmpty();
  }
}
