package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a plan: how each node runs, and memory that covers what is used. */
class NodePlansTest {
  /** Tables of plan and steps, such as tiles' offsets, which are not in the memory plan: bytes. */
  private static final long BOOKKEEPING = 2_000_000;

  @Test
  void everyNodeIsTold() {
    Map<String, String> told = new HashMap<>();
    EngineModel model = EngineModel.load(model());
    InferenceSession session = model.newSession();
    session
        .nodePlans(session.exampleDims())
        .forEach(plan -> told.put(plan.node().name(), plan.toString()));
    assertThat(told.get("conv")).isEqualTo("channels-last, fused: Conv 'conv' + Relu 'relu'");
    assertThat(told.get("relu")).isEqualTo(told.get("conv"));
    assertThat(told.get("shape")).isEqualTo("constant");
    assertThat(told.get("unused")).isEqualTo("not needed");
    assertThat(told.get("flat")).isEqualTo("view, no step");
    assertThat(told.get("product")).startsWith("dense");
    assertThat(told).hasSize(model.model().graph().nodes().size());
  }

  @Test
  void aNodeMadeOfOthersIsTold() {
    Node node =
        new Node(
            "gelu", "BiasGelu", "com.microsoft", List.of("x", "b"), List.of("y"), Map.of(), "");
    ValueInfo x = new ValueInfo("x", new ValueType(DataType.FLOAT, List.of(Dim.of(2), Dim.of(4))));
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    Map<String, TensorData> constants =
        Map.of("b", TensorData.ofFloats("b", new long[] {4}, new float[4]));
    Graph graph = new Graph("g", List.of(node), constants, List.of(x), List.of(y), List.of());
    OnnxModel model = OnnxModel.of(17, graph).withOpset("com.microsoft", 1);
    InferenceSession session = EngineModel.load(model).newSession();
    assertThat(session.nodePlans(session.exampleDims()).get(0))
        .hasToString("expanded into Add, Gelu");
  }

  /** Convolution, activation, view and product, with a folded node and one nobody needs. */
  private static OnnxModel model() {
    List<Dim> dims = List.of(Dim.symbolic("N"), Dim.of(3), Dim.of(8), Dim.of(8));
    ValueInfo x = new ValueInfo("x", new ValueType(DataType.FLOAT, dims));
    List<Node> nodes =
        List.of(
            Node.of("conv", "Conv", List.of("x", "w"), List.of("c")),
            Node.of("relu", "Relu", List.of("c"), List.of("r")),
            Node.of("unused", "Exp", List.of("r"), List.of("u")),
            Node.of("shape", "Shape", List.of("m"), List.of("s")),
            Node.of("flat", "Flatten", List.of("r"), List.of("f"))
                .withAttribute("axis", Attribute.of(1L)),
            Node.of("product", "MatMul", List.of("f", "m"), List.of("y")));
    Map<String, TensorData> constants =
        Map.of(
            "w", TensorData.ofFloats("w", new long[] {4, 3, 3, 3}, new float[108]),
            "m", TensorData.ofFloats("m", new long[] {144, 5}, new float[720]));
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    ValueInfo s = new ValueInfo("s", new ValueType(DataType.INT64, null));
    return OnnxModel.of(
        13, new Graph("told", nodes, constants, List.of(x), List.of(y, s), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2_torchvision", "squeezenet1.1", "sst2_encoder_small"})
  void aModelHoldsNoMoreThanPlanned(String name) throws Exception {
    OnnxModel onnx = Models.read(name);
    MemoryPlan plan = plan(onnx);
    // What the first run of a JVM loads and caches is none of the model's.
    EngineModel warm = EngineModel.load(onnx);
    warm.newSession().run(Models.inputs(warm, 1, 3, 1));
    warm = null;
    long before = live();
    EngineModel model = EngineModel.load(onnx);
    InferenceSession session = model.newSession();
    Map<String, Tensor> results = session.run(Models.inputs(model, 1, 3, 1));
    long held = live() - before;
    assertThat(held).isLessThanOrEqualTo(plan.totalBytes(1) + BOOKKEEPING);
    // The plan counts initializers, too, which were there before.
    assertThat(held).isGreaterThan(plan.totalBytes(1) / 3);
    assertThat(session.run(Models.inputs(model, 1, 3, 1))).hasSameSizeAs(results);
  }

  private static MemoryPlan plan(OnnxModel onnx) {
    InferenceSession session = EngineModel.load(onnx).newSession();
    return session.memoryPlan(session.exampleDims());
  }

  /**
   * Bytes of arrays of numbers that are reachable. The heap's own figure counts whole regions for
   * large arrays.
   */
  private static long live() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 3 && columns[3].matches("\\[[FDIJSB]"))
        .mapToLong(columns -> Long.parseLong(columns[2]))
        .sum();
  }
}
