package dev.vernier.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.FixedRanges;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.KeepFloat;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is recognised in a graph, and which types leave it in float. */
class SensitivePartsTest {

  private static QuantizationPlan plan(TestGraph g, UnaryOperator<PlacementSettings> change) {
    QuantizationSettings settings = QuantizationSettings.defaults();
    return QuantizationPlan.of(
        g.model(), settings.withPlacement(change.apply(settings.placement())));
  }

  private static QuantizationPlan plan(TestGraph g, ModelType type) {
    return plan(g, p -> p.withModelType(type));
  }

  /** Reasons by the first output of a node, of nodes in float alone. */
  private static Map<String, String> floats(QuantizationPlan plan) {
    Map<String, String> reasons = new TreeMap<>();
    for (Decision decision : plan.decisions()) {
      if (!decision.quantized()) {
        reasons.put(decision.node().output(0), decision.reason());
      }
    }
    return reasons;
  }

  private static TestGraph squeezeExcite() {
    TestGraph g = new TestGraph(1).input("x", 1, 8, 6, 6);
    g.normal("w1", 0.2, 8, 8, 3, 3).normal("w2", 0.2, 2, 8, 1, 1).normal("w3", 0.2, 8, 2, 1, 1);
    g.normal("w4", 0.2, 4, 8, 1, 1);
    g.node("Conv", "a", "x w1", "pads", new long[] {1, 1, 1, 1}).node("Relu", "b", "a");
    g.node("GlobalAveragePool", "pool", "b").node("Conv", "down", "pool w2");
    g.node("Relu", "act", "down").node("Conv", "up", "act w3").node("Sigmoid", "gate", "up");
    g.node("Mul", "scaled", "b gate").node("Conv", "y", "scaled w4");
    return g.output("y");
  }

  @Test
  void gatesOfSqueezeAndExcitationStayFloatWhereTheTypeIsNamed() {
    assertThat(floats(plan(squeezeExcite(), ModelType.DETECTOR)))
        .containsOnlyKeys("pool", "down", "act", "up", "gate", "scaled");
    assertThat(floats(plan(squeezeExcite(), ModelType.DETECTOR)).get("down"))
        .contains("squeeze-and-excitation");
    assertThat(floats(plan(squeezeExcite(), ModelType.CNN))).isEmpty();
    KeepFloat.Choice gate = new KeepFloat.Choice(false, Set.of(KeepFloat.SQUEEZE_EXCITE));
    assertThat(floats(plan(squeezeExcite(), p -> p.withKeepFloat(gate)))).containsKey("gate");
  }

  @Test
  void aSwishIsNoGate() {
    TestGraph g = new TestGraph(1).input("x", 1, 3, 6, 6);
    g.normal("w1", 0.2, 4, 3, 3, 3).normal("w2", 0.2, 4, 4, 1, 1);
    g.node("Conv", "a", "x w1").node("Sigmoid", "s", "a").node("Mul", "b", "a s");
    g.node("Conv", "y", "b w2").output("y");
    assertThat(floats(plan(g, ModelType.DETECTOR))).isEmpty();
  }

  private static TestGraph attention() {
    TestGraph g = new TestGraph(2).input("x", 1, 5, 8).normal("wq", 0.3, 8, 8);
    g.normal("wv", 0.3, 8, 8).normal("wo", 0.3, 8, 8).floats("eps", new long[0], 1e-5f);
    g.floats("two", new long[0], 2f);
    g.node("ReduceMean", "mean", "x", "axes", new long[] {-1}).node("Sub", "difference", "x mean");
    g.node("Pow", "square", "difference two");
    g.node("ReduceMean", "variance", "square", "axes", new long[] {-1});
    g.node("Add", "shifted", "variance eps").node("Sqrt", "root", "shifted");
    g.node("Div", "normal", "difference root");
    g.node("MatMul", "q", "normal wq").node("MatMul", "v", "normal wv");
    g.node("Transpose", "qt", "q", "perm", new long[] {0, 2, 1}).node("MatMul", "scores", "q qt");
    g.node("Softmax", "p", "scores", "axis", -1).node("MatMul", "mixed", "p v");
    g.node("MatMul", "y", "mixed wo");
    return g.output("y");
  }

  @Test
  void attentionIsWeighedInFloatWhereTheTypeIsNamed() {
    QuantizationPlan named = plan(attention(), ModelType.TRANSFORMER);
    assertThat(floats(named).get("mixed")).isEqualTo("weighs values by attention");
    assertThat(named.quantizerOf("p")).isEmpty();
    QuantizationPlan recognised = plan(attention(), ModelType.AUTO);
    assertThat(recognised.modelType()).isEqualTo(ModelType.TRANSFORMER);
    assertThat(floats(recognised)).doesNotContainKey("mixed");
  }

  @Test
  void normalizationWrittenInSingleOperatorsIsRecognised() {
    Map<String, String> floats = floats(plan(attention(), ModelType.AUTO));
    for (String node :
        List.of("mean", "difference", "square", "variance", "shifted", "root", "normal")) {
      assertThat(floats.get(node)).as(node).isEqualTo("part of a normalization");
    }
  }

  /** Two scales of boxes and scores, joined, with a decoding after them. */
  private static TestGraph detector() {
    TestGraph g = new TestGraph(3).input("x", 1, 3, 8, 8).scalar("factor", 0.1f);
    g.scalar("mean", 0.5f).node("Add", "shifted", "x mean");
    g.normal("w1", 0.2, 4, 3, 3, 3).normal("w2", 0.2, 4, 4, 3, 3);
    g.node("Conv", "a", "shifted w1").node("Relu", "a1", "a");
    g.node("Conv", "b", "a1 w2").node("Relu", "b1", "b");
    g.longs("cells", 1, 4, -1);
    for (String head : List.of("a1_box", "a1_score", "b1_box", "b1_score")) {
      g.normal(head + "_w", 0.2, 4, 4, 1, 1);
      g.node("Conv", head, head.substring(0, 2) + " " + head + "_w");
      g.node("Reshape", head + "_flat", head + " cells");
    }
    g.node("Concat", "boxes", "a1_box_flat b1_box_flat", "axis", 2);
    g.node("Concat", "scores", "a1_score_flat b1_score_flat", "axis", 2);
    g.node("Mul", "decoded", "boxes factor").node("Sigmoid", "probabilities", "scores");
    return g.output("decoded").output("probabilities");
  }

  @Test
  void resultsOfDetectorsStayExact() {
    QuantizationPlan plan = plan(detector(), ModelType.AUTO);
    assertThat(plan.modelType()).isEqualTo(ModelType.DETECTOR);
    assertThat(plan.activations().stream().map(ActivationQuantizer::name))
        .containsExactly("shifted", "a1", "b1");
    assertThat(floats(plan).get("boxes")).startsWith("post-processing");
    assertThat(floats(plan).get("decoded")).startsWith("post-processing");
    assertThat(floats(plan).get("shifted")).startsWith("pre-processing");
    assertThat(floats(plan)).doesNotContainKeys("a1_box", "b1_score");
    QuantizationPlan outputs =
        plan(detector(), p -> p.withModelType(ModelType.CNN).withQuantizeOutputs(true));
    assertThat(outputs.quantizerOf("decoded")).isPresent();
    assertThat(outputs.quantizerOf("a1_box")).isPresent();
  }

  @Test
  void whatLeadsToAChoiceOfBoxesIsPostProcessingEvenBeforeMoreLayers() {
    TestGraph g = new TestGraph(4).input("x", 1, 3, 8, 8).longs("k", 5);
    g.normal("w1", 0.2, 4, 3, 3, 3).longs("flat", 1, -1).normal("w2", 0.2, 5, 6);
    g.scalar("factor", 2f).node("Conv", "a", "x w1").node("Mul", "b", "a factor");
    g.node("Reshape", "c", "b flat").node("TopK", "best at", "c k").node("MatMul", "y", "best w2");
    g.output("y");
    assertThat(floats(plan(g, ModelType.DETECTOR)).get("b")).contains("leads to TopK");
    assertThat(floats(plan(g, ModelType.DETECTOR)).get("c")).contains("leads to TopK");
  }

  @Test
  void nodesBetweenTwoNodesCanBeIgnored() {
    IgnoredScope scope =
        new IgnoredScope(
            List.of(), List.of(), List.of(), List.of(IgnoredScope.Subgraph.of("pool -> gate")));
    Map<String, String> floats =
        floats(plan(squeezeExcite(), p -> p.withModelType(ModelType.CNN).withIgnored(scope)));
    assertThat(floats).containsKeys("pool", "down", "act", "up", "gate").doesNotContainKey("y");
    assertThat(floats.get("down")).isEqualTo("ignored subgraph pool -> gate");
    for (String wrong : List.of("gate -> pool", "nowhere -> y")) {
      IgnoredScope none =
          new IgnoredScope(
              List.of(), List.of(), List.of(), List.of(IgnoredScope.Subgraph.of(wrong)));
      assertThatThrownBy(() -> plan(squeezeExcite(), p -> p.withIgnored(none)))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining(wrong.startsWith("gate") ? "no path" : "\"nowhere\"");
    }
    assertThatThrownBy(() -> IgnoredScope.Subgraph.of("pool")).hasMessageContaining("FROM -> TO");
  }

  @Test
  void inputsOfAnAddCanShareOneScale() {
    TestGraph g = new TestGraph(5).input("x", 1, 3, 6, 6);
    g.normal("w1", 0.2, 4, 3, 1, 1).normal("w2", 0.2, 4, 3, 1, 1).normal("w3", 0.2, 4, 4, 1, 1);
    g.node("Conv", "a", "x w1").node("Conv", "b", "x w2").node("Add", "sum", "a b");
    g.node("Conv", "c", "sum w3").node("Add", "more", "c sum").node("Conv", "y", "more w3");
    g.output("y");
    QuantizationPlan plan = plan(g, p -> p.withModelType(ModelType.CNN).withShareAdd(true));
    ActivationQuantizer shared = plan.quantizerOf("b").orElseThrow();
    assertThat(shared.name()).isEqualTo("a");
    assertThat(shared.tensors()).containsExactlyInAnyOrder("a", "b");
    assertThat(shared.joined()).containsExactly("b");
    assertThat(plan.quantizerOf("c")).isEqualTo(plan.quantizerOf("sum"));
    assertThat(plan.observedTensors()).contains("a", "b", "c", "sum");
    assertThat(QuantizationPlan.observable(g.model())).containsAll(plan.observedTensors());
  }

  @Test
  void rangesCanBeFixedAsTfliteDoes() {
    TestGraph g = new TestGraph(6).input("x", 1, 4).normal("w", 0.2, 4, 4);
    g.node("MatMul", "a", "x w").node("Sigmoid", "s", "a").node("MatMul", "b", "s w");
    g.node("Tanh", "t", "b").node("MatMul", "c", "t w").node("Softmax", "p", "c");
    g.node("MatMul", "d", "p w").node("LogSoftmax", "l", "d").node("MatMul", "y", "l w");
    g.output("y");
    QuantizationPlan plan = plan(g, p -> p.withFixedRanges(FixedRanges.TFLITE));
    assertThat(given(plan, "p")).isEqualTo(parameters(1f / 256, 0));
    assertThat(given(plan, "s")).isEqualTo(parameters(1f / 256, 0));
    assertThat(given(plan, "t")).isEqualTo(parameters(1f / 128, 128));
    assertThat(given(plan, "l")).isEqualTo(parameters(16f / 256, 255));
    assertThat(plan(g, p -> p.withFixedRanges(FixedRanges.NONE)).quantizerOf("p").orElseThrow())
        .matches(q -> !q.isFixed());
  }

  private static QuantizationParameters given(QuantizationPlan plan, String tensor) {
    return ((RangeRule.Given) plan.quantizerOf(tensor).orElseThrow().rule()).parameters();
  }

  private static QuantizationParameters parameters(float scale, int zeroPoint) {
    return new QuantizationParameters(scale, zeroPoint, DataType.UINT8);
  }
}
