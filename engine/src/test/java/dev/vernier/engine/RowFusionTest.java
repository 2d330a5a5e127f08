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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fused steps give, to results and to observers, the bits of the nodes one after the other. */
class RowFusionTest {
  private static final int COLUMNS = 37;

  private final Random random = new Random(3);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();

  @Test
  void normalisationAsAFrameworkWritesIt() {
    constant("epsilon", 1);
    constant("gamma", COLUMNS);
    constant("beta", COLUMNS);
    ints("shape", -1, COLUMNS);
    add("ReduceMean", "mean", axes(-1), "x");
    add("Sub", "centred", "x", "mean");
    add("Mul", "square", "centred", "centred");
    add("ReduceMean", "variance", axes(-1), "square");
    add("Abs", "positive", "epsilon");
    add("Add", "shifted", "variance", "positive");
    add("Sqrt", "deviation", "shifted");
    add("Reciprocal", "inverse", "deviation");
    add("Mul", "outer", "inverse", "gamma");
    add("Mul", "scaled", "x", "outer");
    add("Mul", "offset", "outer", "mean");
    add("Sub", "rest", "beta", "offset");
    add("Reshape", "flat", "scaled", "shape");
    add("Reshape", "flat rest", "rest", "shape");
    add("Add", "y", "flat", "flat rest");
    assertSame(150, 1, "y");
    assertThat(steps(150)).hasSize(1);
  }

  @Test
  void functionsOfOneTensor() {
    for (String name : List.of("a", "b", "c", "one")) {
      constant(name, 1);
    }
    floats("three", 3f);
    add("Pow", "cube", "x", "three");
    add("Mul", "p", "cube", "a");
    add("Add", "q", "x", "p");
    add("Mul", "r", "q", "b");
    add("Tanh", "t", "r");
    add("Add", "u", "t", "one");
    add("Mul", "v", "x", "c");
    add("Mul", "y", "v", "u");
    assertSame(200, 1, "y");
    assertThat(steps(200)).hasSize(1);
  }

  @Test
  void softmaxOfMaskedScores() {
    constant("scale", 1);
    constant("mask", 1, 1, COLUMNS);
    add("Div", "scores", "x", "scale");
    add("Add", "masked", "scores", "mask");
    add("Softmax", "weights", axis(), "masked");
    add("ReduceMax", "largest", axes(-1), "weights");
    add("Div", "y", "weights", "largest");
    assertSame(40, 1, "y");
    assertThat(steps(40)).hasSize(1);
  }

  @Test
  void valuesUsedElsewhereAreKept() {
    add("Sigmoid", "s", "x");
    add("Mul", "m", "x", "s");
    add("Transpose", "turned", "m");
    add("Transpose", "back", "turned");
    add("Add", "y", "m", "back");
    assertSame(9, 1, "y");
  }

  @Test
  void transpositionsThatUndoEachOtherAreNoSteps() {
    add("Neg", "n", "x");
    add("Transpose", "a", perm(2, 0, 1), "n");
    add("Transpose", "b", perm(1, 2, 0), "a");
    add("Transpose", "turned", perm(2, 1, 0), "b");
    add("Transpose", "unit", perm(0, 2, 1), "turned");
    add("Exp", "y", "unit");
    assertSame(5, 1, "y");
    assertThat(steps(5)).filteredOn(s -> s.startsWith("Transpose")).hasSize(1);
  }

  private static Map<String, Attribute> perm(long... axes) {
    return Map.of("perm", Attribute.ofInts(axes));
  }

  @Test
  void aNodeBetweenThatNeedsThemClosesTheGroup() {
    add("Exp", "e", "x");
    add("Neg", "n", "e");
    add("CumSum", "sums", "n", "axis");
    ints("axis", 0);
    add("Add", "y", "n", "sums");
    assertSame(9, 1, "y");
  }

  @Test
  void activationsOfImagesStayChannelsLast() {
    constant("w", 5, 3, 3, 3);
    constant("w2", 4, 5, 1, 1);
    floats("three", 3f);
    floats("zero", 0f);
    floats("six", 6f);
    add("Conv", "c", "image", "w");
    add("Sigmoid", "s", "c");
    add("Mul", "silu", "c", "s");
    add("Conv", "d", "silu", "w2");
    add("Add", "raised", "d", "three");
    add("Clip", "gate", "raised", "zero", "six");
    add("Mul", "product", "gate", "d");
    add("Div", "hardswish", "product", "six");
    add("Relu", "y", "hardswish");
    assertSame(2, 4, "y");
    assertThat(steps(2)).filteredOn(s -> s.contains(" + ")).hasSize(2);
    assertThat(steps(2)).filteredOn(s -> s.endsWith("(dense)")).isEmpty();
  }

  private void add(String type, String output, String... inputs) {
    add(type, output, Map.of(), inputs);
  }

  private void add(
      String type, String output, Map<String, Attribute> attributes, String... inputs) {
    nodes.add(Node.of(output, type, List.of(inputs), List.of(output), attributes));
  }

  private static Map<String, Attribute> axes(long axis) {
    return Map.of("axes", Attribute.ofInts(axis));
  }

  private static Map<String, Attribute> axis() {
    return Map.of("axis", Attribute.of(-1L));
  }

  private void constant(String name, int... dims) {
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    constants.put(name, TensorData.ofFloats(name, longs(dims), values));
  }

  private void floats(String name, float value) {
    constants.put(name, TensorData.ofFloats(name, new long[0], new float[] {value}));
  }

  private void ints(String name, long... values) {
    constants.put(name, TensorData.ofInt64s(name, new long[] {values.length}, values));
  }

  private static long[] longs(int... dims) {
    return Arrays.stream(dims).asLongStream().toArray();
  }

  private EngineModel model() {
    boolean images = nodes.get(0).opType().equals("Conv");
    List<Dim> dims =
        images
            ? List.of(Dim.symbolic("N"), Dim.of(3), Dim.of(11), Dim.of(13))
            : List.of(Dim.of(1), Dim.symbolic("N"), Dim.of(COLUMNS));
    ValueInfo x = new ValueInfo(images ? "image" : "x", new ValueType(DataType.FLOAT, dims));
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    Graph graph = new Graph("test", nodes, Map.of(), List.of(x), List.of(y), List.of());
    return EngineModel.load(OnnxModel.of(13, graph.withInitializers(constants)));
  }

  private List<String> steps(int n) {
    EngineModel model = model();
    ValueInfo input = model.inputs().get(0);
    int[] dims = input(input, n).dims();
    return model.newSession().describePlan(Map.of(input.name(), dims)).lines().toList();
  }

  private Tensor input(ValueInfo input, int n) {
    int[] dims =
        input.type().shape().stream().mapToInt(d -> d.isKnown() ? (int) d.value() : n).toArray();
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  /** Plain, and with one intermediate value, then all of them, observed. */
  private void assertSame(int n, int least, String output) {
    EngineModel model = model();
    ValueInfo input = model.inputs().get(0);
    Map<String, Tensor> inputs = Map.of(input.name(), input(input, n));
    Map<String, Tensor> expected = oneByOne(model, inputs);
    Comparison.assertSameBits(
        output, model.newSession().run(inputs).get(output), expected.get(output));
    assertThat(expected).hasSizeGreaterThanOrEqualTo(least);
    expected.keySet().forEach(name -> assertObserved(model, inputs, Set.of(name), expected));
    assertObserved(model, inputs, expected.keySet(), expected);
  }

  private static void assertObserved(
      EngineModel model,
      Map<String, Tensor> inputs,
      Set<String> names,
      Map<String, Tensor> expected) {
    InferenceSession session =
        model.newSession(SessionOptions.defaults().withObserved(new LinkedHashSet<>(names)));
    Map<String, Tensor> seen = new LinkedHashMap<>();
    Map<String, Tensor> results = session.run(inputs, (name, view) -> seen.put(name, dense(view)));
    assertThat(seen.keySet()).containsAll(names);
    seen.forEach((name, tensor) -> Comparison.assertSameBits(name, tensor, expected.get(name)));
    results.forEach((name, tensor) -> Comparison.assertSameBits(name, tensor, expected.get(name)));
  }

  private static Tensor dense(TensorView view) {
    Tensor result = Tensor.allocate(DataType.FLOAT, view.dims());
    for (int s = 0; s < view.samples(); s++) {
      view.copyTo(s, result.floats(), s * view.sampleSize());
    }
    return result;
  }

  /** What each node of floats gives, computed by its own operator alone. */
  private static Map<String, Tensor> oneByOne(EngineModel model, Map<String, Tensor> inputs) {
    GraphProgram program = model.program();
    SessionWorkspace workspace = new SessionWorkspace(model.prepared(), model.newBudget());
    Tensor[] values = new Tensor[program.valueCount()];
    for (int id = 0; id < values.length; id++) {
      values[id] = program.constant(id);
    }
    inputs.forEach((name, tensor) -> values[program.id(name)] = tensor);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (ProgramNode node : program.nodes()) {
      Tensor[] in = Arrays.stream(node.inputs()).mapToObj(id -> values[id]).toArray(Tensor[]::new);
      Tensor out = NodeEvaluation.evaluate(node, in, workspace)[0].tensor();
      values[node.outputs()[0]] = out;
      results.put(program.name(node.outputs()[0]), out);
    }
    return results;
  }
}
