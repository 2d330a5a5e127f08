package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.TestGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreparationTest {

  /** Adds two constants; knows no other operator. */
  private static final ConstantEvaluator ADDS =
      (node, inputs, opset) -> {
        if (!node.opType().equals("Add")) {
          return Optional.empty();
        }
        float[] sum = inputs.get(0).floats();
        float[] other = inputs.get(1).floats();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += other[i];
        }
        return Optional.of(List.of(TensorData.ofFloats("", inputs.get(0).dims(), sum)));
      };

  /** Prepares, checks that outputs agree and that preparing twice changes nothing. */
  private static OnnxModel prepared(OnnxModel model, long... dims) {
    OnnxModel prepared = Preparation.prepare(model, ADDS);
    assertThat(Preparation.prepare(prepared, ADDS)).isEqualTo(prepared);
    int count = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] x = TestGraph.sample(new Random(3), count);
    Map<String, Ort.Input> sample = Map.of("x", new Ort.Input(x, dims));
    try (Ort before = Ort.open(model);
        Ort after = Ort.open(prepared)) {
      Map<String, float[]> expected = before.run(sample);
      Map<String, float[]> actual = after.run(sample);
      expected.forEach((name, values) -> assertClose(values, actual.get(name)));
    }
    return prepared;
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(2e-6f * largest));
    }
  }

  private static List<String> types(OnnxModel model) {
    return model.graph().nodes().stream().map(Node::opType).toList();
  }

  @Test
  void foldsBatchNormalizationIntoConvolutionsAndKeepsNames() {
    TestGraph g = new TestGraph(1).input("x", 1, 4, 6, 6);
    g.convolution("a", "x", 4, 8, 3, 1, 1).convolution("b", "a", 8, 8, 3, 8, 2);
    OnnxModel model = prepared(g.node("Relu", "y", "b").output("y").model(), 1, 4, 6, 6);
    assertThat(types(model)).containsExactly("Conv", "Conv", "Relu");
    assertThat(model.graph().nodes().get(0).outputs()).containsExactly("a");
    assertThat(model.graph().initializers()).containsOnlyKeys("a_w", "a_bias", "b_w", "b_bias");
  }

  @Test
  void foldsBatchNormalizationIntoGroupedTransposedConvolutions() {
    TestGraph g = new TestGraph(2).input("x", 1, 4, 5, 5);
    g.normal("w", 0.5, 4, 3, 2, 2).normal("bias", 1, 6);
    g.uniform("gamma", 0.5, 2, 6).normal("beta", 1, 6).normal("mean", 1, 6);
    g.uniform("var", 0.1, 3, 6);
    g.node("ConvTranspose", "c", "x w bias", "group", 2, "strides", new long[] {2, 2});
    g.node("BatchNormalization", "y", "c gamma beta mean var", "epsilon", 1e-3f).output("y");
    assertThat(types(prepared(g.model(), 1, 4, 5, 5))).containsExactly("ConvTranspose");
  }

  @Test
  void foldsNormalizationAndFactorsIntoGemm() {
    TestGraph g = new TestGraph(3).input("x", 3, 5);
    g.normal("w", 1, 5, 4).normal("c", 1, 1, 4);
    g.uniform("gamma", 0.5, 2, 4).normal("beta", 1, 4).normal("mean", 1, 4);
    g.uniform("var", 0.1, 3, 4);
    g.node("Gemm", "d", "x w c", "alpha", 0.5f, "beta", 2f);
    g.node("BatchNormalization", "y", "d gamma beta mean var").output("y");
    OnnxModel model = prepared(g.model(), 3, 5);
    assertThat(types(model)).containsExactly("Gemm");
    assertThat(model.graph().nodes().get(0).attributes()).isEmpty();
    assertThat(model.graph().initializers().get("c").dims()).containsExactly(4);
  }

  @Test
  void foldsChannelArithmeticButNotOtherBroadcasts() {
    TestGraph g = new TestGraph(4).input("x", 1, 3, 4, 4);
    g.normal("w", 1, 2, 3, 1, 1).normal("m", 1, 2, 1, 1).normal("s", 1, 1, 2, 1, 1);
    g.scalar("d", 4f).normal("row", 1, 4);
    g.node("Conv", "c", "x w").node("Mul", "cm", "m c").node("Sub", "cs", "s cm");
    g.node("Div", "cd", "cs d").node("Add", "y", "cd row").output("y");
    assertThat(types(prepared(g.model(), 1, 3, 4, 4))).containsExactly("Conv", "Add");
  }

  @Test
  void sharedWeightsAreFoldedApart() {
    TestGraph g = new TestGraph(5).input("x", 1, 3, 4, 4);
    g.normal("w", 1, 3, 3, 1, 1).scalar("two", 2f);
    g.node("Conv", "a", "x w").node("Mul", "b", "a two").node("Conv", "y", "b w").output("y");
    assertThat(types(prepared(g.model(), 1, 3, 4, 4))).containsExactly("Conv", "Conv");
  }

  @Test
  void normalizationOfATensorThatIsReadTwiceStays() {
    TestGraph g = new TestGraph(6).input("x", 1, 4, 6, 6);
    g.convolution("a", "x", 4, 4, 3, 1, 1).node("Add", "y", "a a_conv").output("y");
    assertThat(types(prepared(g.model(), 1, 4, 6, 6)))
        .containsExactly("Conv", "BatchNormalization", "Add");
  }

  @Test
  void mergesZeroPadsWhereThatIsExact() {
    TestGraph g = new TestGraph(7).input("x", 1, 3, 7, 7);
    g.longs("pads", 0, 0, 0, 1, 0, 0, 2, 1).normal("w", 1, 4, 3, 3, 3);
    g.node("Pad", "p", "x pads");
    g.node("Conv", "c", "p w", "pads", new long[] {1, 0, 0, 1});
    g.node("Pad", "q", "c pads");
    g.node("AveragePool", "y", "q", "kernel_shape", new long[] {3, 3}).output("y");
    OnnxModel model = prepared(g.model(), 1, 3, 7, 7);
    assertThat(types(model)).containsExactly("Conv", "AveragePool");
    assertThat(model.graph().nodes().get(0).intsAttribute("pads")).containsExactly(1, 1, 2, 2);
  }

  @Test
  void padsOfOtherValuesOrReadTwiceStay() {
    TestGraph g = new TestGraph(8).input("x", 1, 3, 7, 7);
    g.longs("pads", 0, 0, 1, 1, 0, 0, 1, 1).scalar("one", 1f).normal("w", 1, 4, 3, 3, 3);
    g.node("Pad", "p", "x pads one").node("Conv", "c", "p w");
    g.node("Pad", "q", "x pads").node("Conv", "d", "q w").node("Neg", "e", "q");
    g.output("c").output("d").output("e");
    assertThat(types(prepared(g.model(), 1, 3, 7, 7)))
        .containsExactlyInAnyOrder("Pad", "Conv", "Pad", "Conv", "Neg");
  }

  @Test
  void joinsProductsOfMatricesWithTheirBias() {
    TestGraph g = new TestGraph(10).input("x", 3, 8).longs("flat", -1, 4).longs("deep", 1, -1, 4);
    g.normal("w", 1, 4, 5).normal("b", 1, 5).normal("c", 1, 5);
    g.node("Reshape", "m", "x flat").node("MatMul", "p", "m w").node("Add", "y", "b p");
    g.node("Reshape", "d", "x deep").node("MatMul", "q", "d w").node("Add", "z", "q c");
    assertThat(types(prepared(g.output("y").output("z").model(), 3, 8)))
        .containsExactlyInAnyOrder("Reshape", "Gemm", "Reshape", "MatMul", "Add");
  }

  @Test
  void foldsConstantsAndDropsCopies() {
    TestGraph g = new TestGraph(9).input("x", 2, 3);
    g.normal("a", 1, 3).normal("b", 1, 3);
    g.node("Add", "sum", "a b").node("Dropout", "dropped", "x").node("Add", "z", "dropped sum");
    g.node("Identity", "y", "z").output("y");
    OnnxModel model = prepared(g.model(), 2, 3);
    assertThat(types(model)).containsExactly("Add");
    assertThat(model.graph().initializers()).containsOnlyKeys("sum");
    assertThat(model.graph().nodes().get(0).outputs()).containsExactly("y");
  }
}
