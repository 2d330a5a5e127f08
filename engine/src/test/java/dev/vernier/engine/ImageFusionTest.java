package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is fused into convolutions, or follows them channels-last, changes no bit. */
class ImageFusionTest {
  private final Random random = new Random(9);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private long opset = 13;

  @Test
  void sumsAreAddedWhileTheConvolutionIsInTheCache() {
    conv("x", "a", 3, 20, 3);
    conv("a", "b", 20, 20, 3);
    node("Add", "s", "a", "b");
    node("Relu", "r", "s");
    conv("r", "c", 20, 20, 1);
    node("Sum", "y", "c", "r");
    assertSame("Conv -> b + Add -> s + Relu -> r", "Conv -> c + Sum -> y", "b", "s", "c");
  }

  @Test
  void bothSidesOfASumMayBeConvolutions() {
    conv("x", "a", 3, 70, 1);
    conv("x", "b", 3, 70, 3);
    node("Add", "s", "b", "a");
    nodes.add(
        Node.of("", "Clip", List.of("s", "low", "high"), List.of("y"))); // Moves unused zeros.
    constants.put("low", TensorData.ofFloats("low", new long[0], 0.5f));
    constants.put("high", TensorData.ofFloats("high", new long[0], 2f));
    assertSame("Conv -> b + Add -> s + Clip -> y", "Conv -> a (channels-last)", "a", "s");
  }

  @Test
  void shortcutsOfEveryOtherPixelAndMoreChannelsStayImages() {
    conv("x", "a", 3, 16, 3);
    constant("starts", 0, 1);
    constant("ends", 99, 99);
    constant("axes", 2, 3);
    constant("steps", 2, 2);
    nodes.add(
        Node.of("", "Slice", List.of("a", "starts", "ends", "axes", "steps"), List.of("cut")));
    constant("pads", 0, 8, 0, 1, 0, 8, 0, 0);
    node("Pad", "padded", "cut", "pads");
    conv("padded", "b", 32, 32, 3);
    node("Add", "y", "b", "padded");
    assertSame("Slice -> cut (channels-last)", "Pad -> padded (channels-last)", "cut", "padded");
  }

  @Test
  void zerosBeforeAConvolutionAreItsPadding() {
    conv("x", "a", 3, 8, 1);
    constant("pads", 0, 0, 0, 0, 0, 0, 1, 1);
    node("Pad", "p", "a", "pads");
    conv("p", "y", 8, 8, 1);
    assertSame("Pad -> p + Conv -> y", "channels-last", "a");
  }

  @Test
  void leakySlopesFollowTheProducts() {
    conv("x", "a", 3, 40, 3);
    nodes.add(
        Node.of("", "LeakyRelu", List.of("a"), List.of("y"))
            .withAttribute("alpha", Attribute.of(0.3f)));
    assertSame("Conv -> a + LeakyRelu -> y", "channels-last", "a");
  }

  @Test
  void statisticsOfEveryElementAreNoChannelsStatistics() {
    opset = 8;
    conv("x", "a", 3, 4, 3);
    for (String name : List.of("scale", "bias", "mean", "variance")) {
      float[] values = new float[4 * 9 * 11];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f + random.nextFloat();
      }
      constants.put(name, TensorData.ofFloats(name, new long[] {4, 9, 11}, values));
    }
    nodes.add(
        Node.of(
                "",
                "BatchNormalization",
                List.of("a", "scale", "bias", "mean", "variance"),
                List.of("y"))
            .withAttribute("spatial", Attribute.of(0)));
    assertSame("Conv -> a (channels-last)", "BatchNormalization -> y (dense)", "a");
  }

  @Test
  void functionsFollowTheProducts() {
    conv("x", "a", 3, 40, 3);
    silu("a", "b"); // Keeps unused zeros.
    conv("b", "c", 40, 70, 1);
    node("Sigmoid", "y", "c"); // Moves them.
    assertSame(
        "Conv -> a + Sigmoid -> a_s + Mul -> b (channels-last)",
        "Conv -> c + Sigmoid -> y (channels-last)",
        "a",
        "b",
        "c");
  }

  @Test
  void functionsFollowDepthwiseProducts() {
    conv("x", "a", 3, 20, 1);
    conv("a", "b", 20, 1, 3, 20);
    silu("b", "c");
    conv("c", "d", 20, 1, 5, 20);
    node("Sigmoid", "e", "d");
    conv("e", "y", 20, 5, 3);
    assertSame(
        "Conv -> b + Sigmoid -> b_s + Mul -> c (channels-last)",
        "Conv -> d + Sigmoid -> e (channels-last)",
        "b_s",
        "d");
  }

  @Test
  void functionsStayWithinTheirPartOfAConcatenation() {
    conv("x", "a", 3, 16, 3);
    silu("a", "b");
    conv("x", "c", 3, 32, 1);
    conv("c", "d", 32, 1, 3, 32);
    silu("d", "e");
    concat("joined", "b", "e");
    conv("joined", "y", 48, 4, 3);
    assertSame(
        "Conv -> a + Sigmoid -> a_s + Mul -> b (channels-last)",
        "Conv -> d + Sigmoid -> d_s + Mul -> e (channels-last)",
        "a",
        "e");
  }

  @Test
  void aSigmoidThatIsUsedElsewhereIsKept() {
    conv("x", "a", 3, 20, 3);
    silu("a", "b");
    node("Add", "y", "b", "a_s");
    assertSame("Conv -> a (channels-last)", "Add -> y", "a", "a_s");
  }

  @Test
  void imagesAreEnlargedByWholeFactors() {
    conv("x", "a", 3, 20, 3);
    constants.put("scales", TensorData.ofFloats("scales", new long[] {4}, 1, 1, 2, 3));
    enlarge("b", "a", "", "scales");
    conv("b", "y", 20, 4, 3);
    assertSame("Conv -> a (channels-last)", "Resize -> b (channels-last)", "a", "b");
  }

  @Test
  void sizesMayTellTheFactors() {
    conv("x", "a", 3, 5, 3);
    constant("sizes", 2, 5, 27, 22);
    enlarge("b", "a", "", "", "sizes");
    conv("b", "y", 5, 4, 3);
    assertSame("Conv -> a (channels-last)", "Resize -> b (channels-last)", "a", "b");
  }

  @Test
  void otherScalesOfTheSameSizesStayDense() {
    conv("x", "a", 3, 8, 3);
    constants.put("scales", TensorData.ofFloats("scales", new long[] {4}, 1, 1, 2.1f, 2));
    enlarge("b", "a", "", "scales");
    conv("b", "y", 8, 4, 3);
    assertSame("Conv -> a (channels-last)", "Resize -> b (dense)", "a", "b");
  }

  private void enlarge(String output, String... inputs) {
    nodes.add(
        Node.of("", "Resize", List.of(inputs), List.of(output))
            .withAttribute("coordinate_transformation_mode", Attribute.of("asymmetric"))
            .withAttribute("mode", Attribute.of("nearest"))
            .withAttribute("nearest_mode", Attribute.of("floor")));
  }

  private void silu(String in, String out) {
    node("Sigmoid", in + "_s", in);
    node("Mul", out, in, in + "_s");
  }

  private void concat(String output, String... inputs) {
    nodes.add(
        Node.of("", "Concat", List.of(inputs), List.of(output))
            .withAttribute("axis", Attribute.of(1L)));
  }

  private void node(String type, String output, String... inputs) {
    nodes.add(Node.of("", type, List.of(inputs), List.of(output)));
  }

  private void constant(String name, long... values) {
    constants.put(name, TensorData.ofInt64s(name, new long[] {values.length}, values));
  }

  private void conv(String in, String out, int from, int to, int kernel) {
    conv(in, out, to, from, kernel, 1);
  }

  private void conv(String in, String out, int to, int groupInputs, int kernel, int group) {
    String weights = out + "_w";
    float[] values = new float[to * groupInputs * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    constants.put(
        weights,
        TensorData.ofFloats(weights, new long[] {to, groupInputs, kernel, kernel}, values));
    int pad = kernel / 2;
    nodes.add(
        Node.of("", "Conv", List.of(in, weights), List.of(out))
            .withAttribute("group", Attribute.of((long) group))
            .withAttribute("pads", Attribute.ofInts(pad, pad, pad, pad)));
  }

  /** Same bits dense, channels-last, and channels-last with the inner tensors kept. */
  private void assertSame(String first, String second, String... inner) {
    ValueInfo x = new ValueInfo("x", ValueType.tensor(DataType.FLOAT, 2, 3, 9, 11));
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    Graph graph = new Graph("test", nodes, Map.of(), List.of(x), List.of(y), List.of());
    OnnxModel model = OnnxModel.of(opset, graph.withInitializers(constants));
    float[] data = new float[2 * 3 * 9 * 11];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(data, 2, 3, 9, 11));
    EngineModel engine = EngineModel.load(model);
    SessionOptions options = SessionOptions.defaults();
    assertThat(engine.newSession(options).describePlan(Map.of("x", new int[] {2, 3, 9, 11})))
        .contains(first, second);
    Tensor dense = engine.newSession(options.withChannelsLast(false)).run(inputs).get("y");
    Comparison.assertSameBits("fused", engine.newSession(options).run(inputs).get("y"), dense);
    InferenceSession watched = engine.newSession(options.withObserved(Set.of(inner)));
    Comparison.assertSameBits("observed", watched.run(inputs, (name, view) -> {}).get("y"), dense);
  }
}
