package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InferenceSessionTest {
  private static final ValueInfo X =
      new ValueInfo(
          "x",
          new ValueType(
              DataType.FLOAT, List.of(Dim.symbolic("N"), Dim.of(3), Dim.of(9), Dim.of(9))));

  @Test
  void listsEveryUnsupportedNodeAndStillLoads() {
    Graph then = graph(List.of(node("Mystery", "inner", List.of("x"), "t")), List.of(), "t");
    Node branch =
        new Node(
            "if",
            "Frobnicate",
            "my.domain",
            List.of("x"),
            List.of("b"),
            Map.of("then_branch", Attribute.of(then)),
            "");
    OnnxModel model =
        model(List.of(node("Nonsense", "first", List.of("x"), "a"), branch, relu("b", "y")), "y");
    EngineModel loaded = EngineModel.load(model);
    assertThat(loaded.inputs()).hasSize(1);
    assertThat(loaded.unsupported()).hasSize(3);
    assertThatThrownBy(loaded::newSession)
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("3 nodes")
        .hasMessageContaining("Nonsense 'first'")
        .hasMessageContaining("Mystery 'inner'")
        .hasMessageContaining("my.domain");
  }

  @Test
  void refusesInputsThatDoNotFit() {
    InferenceSession session = session(List.of(relu("x", "y")), "y");
    Tensor good = image(1, 0);
    assertMessage(session, Map.of(), "input 'x' is missing");
    assertMessage(session, Map.of("x", good, "z", good), "unexpected input [z]");
    assertMessage(session, Map.of("x", Tensor.of(new int[243], 1, 3, 9, 9)), "expected type FLOAT");
    assertMessage(
        session, Map.of("x", Tensor.of(new float[162], 1, 2, 9, 9)), "expected shape [?,3,9,9]");
    assertMessage(session, Map.of("x", Tensor.of(new float[243], 243)), "found [243]");
  }

  private static void assertMessage(
      InferenceSession session, Map<String, Tensor> inputs, String message) {
    assertThatThrownBy(() -> session.run(inputs))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhichNodeFailedAndWhy() {
    OnnxModel model =
        model(
            List.of(node("MatMul", "product", List.of("x", "w"), "y")),
            Map.of("w", TensorData.ofFloats("w", new long[] {4, 2}, new float[8])),
            "y");
    InferenceSession session = InferenceSession.create(model, SessionOptions.defaults());
    assertThatThrownBy(() -> session.run(Map.of("x", image(1, 0))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("MatMul 'product'")
        .hasMessageContaining("[1,3,9,9]");
  }

  @Test
  void anUnknownInputOfANodeIsNamed() {
    assertThatThrownBy(() -> EngineModel.load(model(List.of(relu("nowhere", "y")), "y")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void nodesMayStandBeforeTheirProducers() {
    Map<String, Tensor> result =
        session(List.of(relu("a", "y"), node("Neg", "n", List.of("x"), "a")), "y")
            .run(Map.of("x", image(1, 1)));
    assertThat(result.get("y").doubleAt(0)).isEqualTo(Math.max(0, -image(1, 1).doubleAt(0)));
  }

  @Test
  void keepsABoundedNumberOfPlansAndStaysRight() {
    EngineModel model = EngineModel.load(model(List.of(conv(), relu("c", "y")), weights(), "y"));
    GraphExecutor executor =
        new GraphExecutor(
            model.program(),
            model.prepared(),
            SessionOptions.defaults().withPlanCacheSize(2),
            InputDims.of(model),
            model.newBudget());
    for (int round = 0; round < 2; round++) {
      for (int n = 1; n <= 5; n++) {
        Plan plan = executor.run(Map.of("x", image(n, n)), null);
        Tensor fresh = model.newSession().run(Map.of("x", image(n, n))).get("y");
        Comparison.assertSameBits("y", plan.output(0).tensor(), fresh);
        assertThat(executor.cachedPlans()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void noPlanKeepsAnOutgrownArena() {
    EngineModel model = EngineModel.load(model(List.of(conv(), relu("c", "y")), weights(), "y"));
    GraphExecutor executor =
        new GraphExecutor(
            model.program(),
            model.prepared(),
            SessionOptions.defaults(),
            InputDims.of(model),
            model.newBudget());
    for (int n = 1; n <= 4; n++) {
      executor.run(Map.of("x", image(n, n)), null);
      assertThat(executor.cachedPlans()).isEqualTo(1);
    }
    for (int n = 3; n >= 1; n--) {
      executor.run(Map.of("x", image(n, n)), null);
    }
    assertThat(executor.cachedPlans()).isEqualTo(4);
  }

  @Test
  void memoryPlanCoversWhatRunsHold() {
    EngineModel model = EngineModel.load(model(List.of(conv(), relu("c", "y")), weights(), "y"));
    InferenceSession session = model.newSession();
    MemoryPlan plan = session.memoryPlan(Map.of("x", new int[] {2, 3, 9, 9}));
    long image = 2 * 20 * 9 * 9 * 4;
    assertThat(plan.arenaBytes()).isGreaterThan(image);
    assertThat(plan.ioBytes()).isEqualTo(image + 2 * 3 * 9 * 9 * 4);
    assertThat(plan.packedBytes()).isGreaterThanOrEqualTo(20 * 3 * 9 * 4);
    assertThat(plan.totalBytes(2)).isEqualTo(plan.sharedBytes() + 2 * plan.sessionBytes());
    assertThat(session.describePlan(Map.of("x", new int[] {2, 3, 9, 9})))
        .contains("Conv 'conv' + Relu -> y")
        .contains("channels-last");
  }

  @Test
  void shapeArithmeticDisappearsFromThePlan() {
    Map<String, TensorData> constants =
        Map.of(
            "minus", TensorData.ofInt64s("minus", new long[] {1}, -1),
            "zero", TensorData.ofInt64s("zero", new long[0], 0));
    List<Node> nodes =
        List.of(
            node("Shape", "s", List.of("x"), "s"),
            node("Gather", "g", List.of("s", "zero"), "g"),
            node("Reshape", "u", List.of("g", "minus"), "u"),
            node("Concat", "k", List.of("u", "minus"), "k").withAttribute("axis", Attribute.of(0)),
            node("Reshape", "r", List.of("x", "k"), "y"));
    InferenceSession session =
        InferenceSession.create(model(nodes, constants, "y"), SessionOptions.defaults());
    assertThat(session.run(Map.of("x", image(2, 0))).get("y").dims()).containsExactly(2, 243);
    assertThat(session.describePlan(Map.of("x", new int[] {2, 3, 9, 9}))).doesNotContain("Gather");
    assertThat(session.sampleAxis(Map.of("x", new int[] {1, 3, 9, 9})).batchable()).isTrue();
  }

  @Test
  void aSumOverTheBatchForcesSingleSamples() {
    Node mean =
        node("ReduceMean", "m", List.of("x"), "m").withAttribute("axes", Attribute.ofInts(0));
    InferenceSession session =
        session(List.of(mean, node("Sub", "d", List.of("x", "m"), "y")), "y");
    SampleAxis axis = session.sampleAxis();
    assertThat(axis.batchable()).isFalse();
    assertThat(axis.of("y")).isEqualTo(SampleAxis.Status.UNKNOWN);
  }

  @Test
  void shapesThatDependOnDataAreFoundAtRunTime() {
    List<Node> nodes =
        List.of(
            node("NonZero", "n", List.of("x"), "n"),
            node("Cast", "c", List.of("n"), "c")
                .withAttribute("to", Attribute.of(DataType.FLOAT.code())),
            node("Add", "a", List.of("c", "c"), "y"));
    InferenceSession session = session(nodes, "y");
    float[] data = new float[243];
    data[5] = 1;
    data[7] = 2;
    Tensor some = Tensor.of(data, 1, 3, 9, 9);
    assertThat(session.run(Map.of("x", some)).get("y").dims()).containsExactly(4, 2);
    assertThat(session.run(Map.of("x", image(1, 0))).get("y").dims()).containsExactly(4, 243);
  }

  // ---- building blocks ----

  private static InferenceSession session(List<Node> nodes, String output) {
    return InferenceSession.create(model(nodes, output), SessionOptions.defaults());
  }

  private static OnnxModel model(List<Node> nodes, String output) {
    return model(nodes, Map.of(), output);
  }

  private static OnnxModel model(
      List<Node> nodes, Map<String, TensorData> constants, String output) {
    return OnnxModel.of(
        13, graph(nodes, List.of(X), output).withInitializers(new LinkedHashMap<>(constants)));
  }

  private static Graph graph(List<Node> nodes, List<ValueInfo> inputs, String output) {
    ValueInfo out = new ValueInfo(output, new ValueType(DataType.FLOAT, null));
    return new Graph("test", nodes, Map.of(), inputs, new ArrayList<>(List.of(out)), List.of());
  }

  private static Node node(String type, String name, List<String> inputs, String output) {
    return Node.of(name, type, inputs, List.of(output));
  }

  private static Node relu(String in, String out) {
    return node("Relu", "", List.of(in), out);
  }

  private static Node conv() {
    return node("Conv", "conv", List.of("x", "w"), "c")
        .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1));
  }

  private static Map<String, TensorData> weights() {
    Random random = new Random(5);
    float[] values = new float[20 * 3 * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Map.of("w", TensorData.ofFloats("w", new long[] {20, 3, 3, 3}, values));
  }

  private static Tensor image(int batch, long seed) {
    Random random = new Random(seed);
    float[] values = new float[batch * 243];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, batch, 3, 9, 9);
  }
}
