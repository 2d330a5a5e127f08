package dev.vernier.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class QuantizationPlanTest {

  private static final QuantizationSettings DEFAULTS = QuantizationSettings.defaults();

  private static QuantizationSettings placed(UnaryOperator<PlacementSettings> change) {
    return DEFAULTS.withPlacement(change.apply(DEFAULTS.placement()));
  }

  private static QuantizationPlan plan(TestGraph graph, QuantizationSettings settings) {
    return QuantizationPlan.of(graph.model(), settings);
  }

  private static QuantizationPlan plan(TestGraph graph) {
    return plan(graph, DEFAULTS);
  }

  /** Rounded tensors by quantizer. */
  private static Map<String, List<String>> tensors(QuantizationPlan plan) {
    Map<String, List<String>> tensors = new TreeMap<>();
    plan.activations().forEach(q -> tensors.put(q.name(), q.tensors()));
    return tensors;
  }

  private static Decision decision(QuantizationPlan plan, String output) {
    return plan.decisions().stream()
        .filter(d -> d.node().outputs().contains(output))
        .findFirst()
        .orElseThrow();
  }

  private static TestGraph conv(TestGraph graph, String output, String input) {
    graph.normal(output + "_w", 0.3, 4, 4, 1, 1);
    return graph.node("Conv", output, input + " " + output + "_w");
  }

  private static TestGraph graph() {
    return new TestGraph(1).input("x", 1, 4, 8, 8);
  }

  @Test
  void activationTakesTheQuantizerOfItsProducer() {
    TestGraph g = conv(graph(), "a", "x").node("Relu", "b", "a");
    QuantizationPlan plan = plan(conv(g, "y", "b").output("y"));
    assertThat(tensors(plan)).isEqualTo(Map.of("x", List.of("x"), "b", List.of("b")));
    assertThat(plan.fusedActivations()).containsExactly(new FusedActivation("b", "a", "b"));
    assertThat(decision(plan, "b").reason()).contains("rounding of Conv 'node_a'");
  }

  @Test
  void activationOfATensorReadTwiceIsNotFused() {
    TestGraph g = conv(graph(), "a", "x").node("Relu", "b", "a");
    conv(g, "c", "b").node("Add", "d", "a c");
    QuantizationPlan plan = plan(conv(g, "y", "d").output("y"));
    assertThat(plan.fusedActivations()).isEmpty();
    assertThat(tensors(plan)).containsOnlyKeys("x", "a", "b", "c", "d");
  }

  @Test
  void movedValuesShareTheQuantizerAndTheRangeOfWhatAMaxPoolSelects() {
    TestGraph g = conv(graph(), "a", "x");
    g.node("MaxPool", "b", "a", "kernel_shape", new long[] {2, 2});
    g.node("Transpose", "c", "b", "perm", new long[] {0, 1, 3, 2});
    QuantizationPlan plan = plan(conv(g, "y", "c").output("y"));
    assertThat(tensors(plan)).containsEntry("a", List.of("a", "b", "c"));
    assertThat(plan.quantizerOf("a").orElseThrow().statistics()).isEqualTo("b");
    assertThat(plan.observedTensors()).containsExactly("b", "x");
    assertThat(QuantizationPlan.observable(g.model())).contains("a", "b", "x");
  }

  @Test
  void concatInputsShareTheOutputsQuantizerUnlessOthersReadThem() {
    TestGraph g = conv(graph(), "a", "x");
    conv(g, "b", "x").node("Concat", "c", "a b", "axis", 1);
    g.normal("w", 0.2, 4, 8, 1, 1).node("Conv", "d", "c w");
    conv(g, "e", "a").node("Add", "f", "d e");
    TestGraph whole = conv(g, "y", "f").output("y");
    assertThat(tensors(plan(whole))).containsEntry("c", List.of("b", "c")).containsKey("a");
    assertThat(tensors(plan(whole, placed(p -> p.withShareConcat(false)))))
        .containsEntry("c", List.of("c"))
        .containsKeys("a", "b");
  }

  @Test
  void floatReadersOfAFloatTensorKeepTheExactValues() {
    TestGraph g = graph().node("Softplus", "a", "x").node("Neg", "n", "a");
    QuantizationPlan plan = plan(conv(g, "y", "a").output("y").output("n"));
    Placement placement = plan.quantizerOf("a").orElseThrow().placements().get(0);
    assertThat(placement.everyReader()).isFalse();
    assertThat(placement.readers()).containsExactly("y");
  }

  @Test
  void elementwiseNodesFollowQuantizedNeighboursOnly() {
    TestGraph g = graph().node("Mul", "scaled", "x x");
    conv(g, "a", "scaled").node("Add", "b", "a scaled").node("Sigmoid", "y", "b").output("y");
    QuantizationPlan plan = plan(g);
    assertThat(decision(plan, "scaled").reason()).contains("no operator with weights before");
    assertThat(decision(plan, "b").reason()).contains("no quantized operator reads");
    assertThat(decision(plan, "a").quantized()).isTrue();
  }

  @Test
  void outputsStayFloatUnlessAskedFor() {
    TestGraph g = conv(graph(), "y", "x").output("y");
    assertThat(tensors(plan(g))).containsOnlyKeys("x");
    assertThat(tensors(plan(g, placed(p -> p.withQuantizeOutputs(true)))))
        .containsOnlyKeys("x", "y");
    assertThat(QuantizationPlan.observable(g.model())).contains("x", "y");
  }

  @Test
  void ignoredNodesAreLeftAloneByNameWildcardPatternAndType() {
    TestGraph g = conv(graph(), "a", "x");
    TestGraph whole = conv(conv(g, "b", "a"), "y", "b").output("y");
    List<IgnoredScope> scopes =
        List.of(
            IgnoredScope.ofNames("node_b"),
            IgnoredScope.ofNames("b"),
            IgnoredScope.ofNames("*_b"),
            IgnoredScope.ofNames("node_?", "y"),
            new IgnoredScope(List.of(), List.of("node_[bc]"), List.of()),
            IgnoredScope.ofTypes("Conv"));
    for (IgnoredScope scope : scopes) {
      QuantizationPlan plan = plan(whole, placed(p -> p.withIgnored(scope)));
      assertThat(decision(plan, "b").quantized()).as(scope.toString()).isFalse();
      assertThat(decision(plan, "b").reason()).contains("ignored");
      assertThat(plan.weights()).noneMatch(w -> w.node().equals("b"));
    }
  }

  @Test
  void ignoredEntriesThatMatchNothingAreSlips() {
    TestGraph g = conv(graph(), "y", "x").output("y");
    for (IgnoredScope scope :
        List.of(
            IgnoredScope.ofNames("node_yy"),
            new IgnoredScope(List.of(), List.of("z+"), List.of()))) {
      assertThatThrownBy(() -> plan(g, placed(p -> p.withIgnored(scope))))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("matches none");
    }
    assertThat(plan(g, placed(p -> p.withIgnored(IgnoredScope.ofTypes("Gemm")))).weights())
        .hasSize(1);
  }

  @Test
  void ignoringAMoveLeavesItsReadersWithStatisticsThatAreObserved() {
    TestGraph g = conv(graph(), "a", "x").node("Relu", "r", "a");
    g.node("Transpose", "t", "r", "perm", new long[] {0, 1, 3, 2});
    OnnxModel model = conv(g, "y", "t").output("y").model();
    QuantizationPlan plan =
        QuantizationPlan.of(model, placed(p -> p.withIgnored(IgnoredScope.ofTypes("Transpose"))));
    assertThat(tensors(plan)).containsKeys("r", "t");
    assertThat(QuantizationPlan.observable(model)).containsAll(plan.observedTensors());
  }

  @Test
  void attentionMakesATransformerWhoseSumsStayFloat() {
    TestGraph g = new TestGraph(2).input("x", 1, 6, 8);
    for (String name : List.of("q", "k", "v")) {
      g.normal(name + "_w", 0.3, 8, 8).node("MatMul", name, "x " + name + "_w");
    }
    g.node("Transpose", "kt", "k", "perm", new long[] {0, 2, 1});
    g.node("MatMul", "scores", "q kt").node("Softmax", "p", "scores", "axis", -1);
    g.node("MatMul", "mixed", "p v").node("Add", "sum", "mixed x");
    g.normal("o_w", 0.3, 8, 8).node("MatMul", "y", "sum o_w").output("y");
    QuantizationPlan plan = plan(g);
    assertThat(plan.modelType()).isEqualTo(ModelType.TRANSFORMER);
    assertThat(decision(plan, "sum").quantized()).isFalse();
    assertThat(decision(plan, "scores").quantized()).isTrue();
    assertThat(plan.quantizerOf("p").orElseThrow().rule())
        .isEqualTo(new RangeRule.Fixed(new Range(0, 1), "fixed"));
    assertThat(plan(g, placed(p -> p.withModelType(ModelType.CNN))).modelType())
        .isEqualTo(ModelType.CNN);
  }

  @Test
  void spectraStayFloat() {
    TestGraph g = new TestGraph(3).input("x", 1, 16).normal("dft", 1, 16, 12);
    g.node("MatMul", "f", "x dft").node("Mul", "power", "f f").node("Log", "l", "power");
    g.normal("w", 1, 12, 4).node("MatMul", "y", "l w").output("y");
    QuantizationPlan plan = plan(g);
    assertThat(decision(plan, "f").reason()).contains("spectrum");
    assertThat(decision(plan, "y").quantized()).isTrue();
  }

  @Test
  void tablesAreStoredInEightBits() {
    TestGraph g = new TestGraph(4).longInput("ids", 1, 5).normal("table", 1, 200, 8);
    g.node("Gather", "e", "table ids").normal("w", 1, 8, 4).node("MatMul", "y", "e w");
    QuantizationPlan plan = plan(g.output("y"));
    assertThat(plan.weights())
        .contains(
            new WeightQuantizer(
                "e",
                0,
                "table",
                1,
                WeightQuantizer.Kind.TABLE,
                WeightFormat.of(DataType.INT8, WeightFormat.Granularity.PER_CHANNEL)));
  }

  @Test
  void everyNodeHasADecisionWithAReason() {
    OnnxModel model = TestGraph.classifier();
    QuantizationPlan plan = QuantizationPlan.of(model, DEFAULTS);
    assertThat(plan.decisions()).hasSameSizeAs(model.graph().nodes());
    assertThat(plan.decisions()).allMatch(d -> !d.reason().isEmpty());
  }

  @Test
  void noTensorHasTwoQuantizers() {
    QuantizationPlan plan = QuantizationPlan.of(TestGraph.classifier(), DEFAULTS);
    assertThat(plan.activations().stream().flatMap(q -> q.tensors().stream()))
        .doesNotHaveDuplicates();
  }
}
