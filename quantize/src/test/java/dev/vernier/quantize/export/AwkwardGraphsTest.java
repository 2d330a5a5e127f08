package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Graphs whose wiring is easy to get wrong; every result must load and stay close to the original.
 */
class AwkwardGraphsTest {

  private static final long[] KERNEL = {3, 3};
  private static final long[] PADS = {1, 1, 1, 1};

  private static List<Map<String, Ort.Input>> samples(long... dims) {
    Random random = new Random(31);
    List<Map<String, Ort.Input>> samples = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      float[] x = TestGraph.sample(random, (int) TensorData.elementCount("x", dims));
      samples.add(Map.of("x", new Ort.Input(x, dims)));
    }
    return samples;
  }

  /** Quantizes in every combination of settings and compares all outputs. */
  private static void check(OnnxModel model, List<Map<String, Ort.Input>> samples, double least) {
    OnnxModel prepared = Preparation.prepare(model, ConstantEvaluator.NONE);
    StateSet states = Calibration.observe(prepared, samples);
    for (boolean outputs : new boolean[] {false, true}) {
      for (boolean symmetric : new boolean[] {false, true}) {
        for (boolean share : new boolean[] {true, false}) {
          QuantizationSettings settings =
              QuantizationSettings.defaults()
                  .withScheme(
                      QuantizationScheme.defaults()
                          .withActivations(
                              new ActivationFormat(
                                  DataType.UINT8,
                                  symmetric ? Symmetry.SYMMETRIC : Symmetry.ASYMMETRIC)))
                  .withPlacement(
                      PlacementSettings.defaults()
                          .withQuantizeOutputs(outputs)
                          .withShareConcat(share))
                  .withMethod("minmax");
          OnnxModel quantized = Calibration.quantize(prepared, states, settings);
          compare(model, quantized, samples.get(3), symmetric ? least - 6 : least);
        }
      }
    }
  }

  private static void compare(
      OnnxModel model, OnnxModel quantized, Map<String, Ort.Input> sample, double least) {
    try (Ort before = Ort.open(model);
        Ort after = Ort.open(quantized)) {
      Map<String, float[]> expected = before.run(sample);
      Map<String, float[]> actual = after.run(sample);
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, values) ->
              assertThat(Calibration.sqnr(values, actual.get(name))).as(name).isGreaterThan(least));
    }
  }

  @Test
  void tensorsThatAreReadOftenAndReturned() {
    TestGraph g = new TestGraph(41).input("x", 1, 4, 8, 8);
    g.normal("w", 0.3, 4, 4, 3, 3).normal("b", 0.5, 4).normal("c", 0.5, 4);
    g.node("Conv", "a", "x w b", "kernel_shape", KERNEL, "pads", PADS);
    g.node("Conv", "d", "a w c", "kernel_shape", KERNEL, "pads", PADS);
    g.node("Conv", "e", "x w b", "kernel_shape", KERNEL, "pads", PADS);
    g.node("Relu", "r", "a").node("Neg", "n", "x").node("Add", "s", "d a").node("Add", "u", "s s");
    g.node("Conv", "y", "u w", "kernel_shape", KERNEL, "pads", PADS);
    for (String output : List.of("a", "r", "n", "e", "u", "y")) {
      g.output(output);
    }
    check(g.model(), samples(1, 4, 8, 8), 24);
  }

  @Test
  void valuesThatAreSplitJoinedAndMoved() {
    TestGraph g = new TestGraph(42).input("x", 1, 4, 8, 8);
    g.normal("w", 0.3, 4, 4, 1, 1).normal("v", 0.3, 4, 6, 1, 1).longs("parts", 1, 3);
    g.floats("scales", new long[] {4}, 1, 1, 2, 2).longs("pads", 0, 0, 1, 0, 0, 0, 1, 0);
    g.longs("from", 2).longs("to", 14).longs("axis", 2);
    g.node("Conv", "a", "x w").node("Relu", "r", "a").node("Split", "p q", "r parts", "axis", 1);
    g.node("Concat", "c", "p r p", "axis", 1).node("Conv", "d", "c v");
    g.node("Resize", "z", "d - scales", "mode", "nearest");
    g.node("Pad", "f", "z pads").node("Slice", "h", "f from to axis");
    g.node("MaxPool", "m", "h", "kernel_shape", new long[] {2, 2});
    g.node("Transpose", "t", "m", "perm", new long[] {0, 1, 3, 2});
    g.node("Conv", "y", "t w").node("Conv", "k", "q o").normal("o", 0.3, 2, 3, 1, 1);
    check(g.output("y").output("k").model(), samples(1, 4, 8, 8), 24);
  }

  @Test
  void gatesTransposedConvolutionsAndActivationsOfEveryKind() {
    TestGraph g = new TestGraph(43).input("x", 1, 4, 8, 8);
    g.normal("w", 0.4, 4, 4, 1, 1).normal("b", 0.2, 4).scalar("half", 0.5f).scalar("two", 2f);
    g.normal("up", 0.4, 4, 2, 2, 2).normal("last", 0.4, 3, 4, 1, 1).scalar("low", -0.5f);
    g.node("Conv", "a", "x w b").node("LeakyRelu", "l", "a", "alpha", 0.1f);
    g.node("GlobalAveragePool", "p", "l").node("Conv", "e", "p w b").node("Relu", "r", "e");
    g.node("Conv", "f", "r w b").node("Sigmoid", "gate", "f").node("Mul", "m", "l gate");
    g.node("Mul", "h", "m two").node("Clip", "k", "h low half");
    g.node("ConvTranspose", "t", "k up", "group", 2, "strides", new long[] {2, 2});
    g.node("AveragePool", "v", "t", "kernel_shape", new long[] {2, 2});
    g.node("HardSwish", "s", "v").node("Conv", "y", "s last").output("y");
    check(g.model(14), samples(1, 4, 8, 8), 20);
  }

  @Test
  void attentionWithTables() {
    TestGraph g = new TestGraph(44).longInput("x", 1, 6).normal("table", 1, 100, 16);
    g.node("Gather", "e", "table x").normal("bias", 0.3, 16);
    for (String name : List.of("q", "k", "v")) {
      g.normal(name + "_w", 0.25, 16, 16).node("MatMul", name, "e " + name + "_w");
    }
    g.node("Transpose", "kt", "k", "perm", new long[] {0, 2, 1});
    g.node("MatMul", "scores", "q kt").node("Softmax", "p", "scores", "axis", -1);
    g.node("MatMul", "mixed", "p v").node("Add", "sum", "mixed e").node("Add", "b", "sum bias");
    g.normal("o_w", 0.25, 16, 5).node("MatMul", "y", "b o_w").output("y");
    Random random = new Random(5);
    List<Map<String, Ort.Input>> samples = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long[] ids = random.longs(6, 0, 100).toArray();
      samples.add(Map.of("x", new Ort.Input(ids, 1, 6)));
    }
    check(g.model(), samples, 20);
  }

  @Test
  void subgraphsThatReadRoundedTensors() {
    TestGraph g = new TestGraph(45).input("x", 1, 4, 8, 8).normal("w", 0.3, 4, 4, 1, 1);
    g.node("Conv", "a", "x w").node("Conv", "d", "a w").scalar("zero", 0f);
    g.node("ReduceMean", "mean", "x", "keepdims", 0).node("Greater", "positive", "mean zero");
    g.output("d").output("y");
    OnnxModel model = g.model();
    Map<String, Attribute> branches = new LinkedHashMap<>();
    branches.put("then_branch", Attribute.of(branch("Neg", "then")));
    branches.put("else_branch", Attribute.of(branch("Abs", "else")));
    List<Node> nodes = new ArrayList<>(model.graph().nodes());
    nodes.add(Node.of("if", "If", List.of("positive"), List.of("y"), branches));
    check(model.withGraph(model.graph().withNodes(nodes)), samples(1, 4, 8, 8), 24);
  }

  private static Graph branch(String type, String name) {
    return new Graph(
        name,
        List.of(Node.of(name, type, List.of("a"), List.of(name + "_out"))),
        Map.of(),
        List.of(),
        List.of(new ValueInfo(name + "_out", new ValueType(DataType.FLOAT, null))),
        List.of());
  }
}
