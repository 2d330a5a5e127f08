package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products of dynamically quantized activations: one step gives the bits of its nodes one by one,
 * and ONNX Runtime's numbers.
 */
class DynamicLayersTest {
  private static final Tolerance NUMBERS = Tolerance.relative(1e-5f);

  private final Random random = new Random(31);
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "3, 20, 3, 1, 90, UINT8",
    "16, 16, 3, 16, 250, UINT8",
    "20, 6, 5, 2, 127, INT8",
    "70, 33, 1, 1, 127, INT8",
    // Sums beyond 2^24: parts of the weights, added as integers.
    "300, 40, 3, 1, 255, UINT8"
  })
  void convolutions(int in, int out, int kernel, int group, int magnitude, DataType type) {
    quantize("x");
    convolve("x", "c", new long[] {out, in / group, kernel, kernel}, group, magnitude, type);
    bias("c", "y", out, 1, -1, 1, 1);
    compare(Map.of("x", numbers(2, in, 11, 9)), 1, "y");
  }

  /** A layer that tiles of two add exactly in less work. */
  @Test
  void aConvolutionByTilesOfTwo() {
    assertThat(Winograd.exactOutputs(64, 70, 24, 21)).isEqualTo(2);
    quantize("x");
    convolve("x", "c", new long[] {70, 64, 3, 3}, 1, 40, DataType.INT8);
    bias("c", "b", 70, 1, -1, 1, 1);
    nodes.add(Node.of("", "Relu", List.of("b"), List.of("y")));
    compare(Map.of("x", numbers(1, 64, 24, 21)), 1, "y");
  }

  @ParameterizedTest
  @CsvSource({"Relu, 24", "Clip, 24", "LeakyRelu, 7", "Sigmoid, 40"})
  void activations(String activation, int channels) {
    quantize("x");
    convolve("x", "c", new long[] {channels, 5, 3, 3}, 1, 100, DataType.INT8);
    bias("c", "b", channels, -1, 1, 1);
    Node node = Node.of("", activation, List.of("b"), List.of("y"));
    if (activation.equals("Clip")) {
      constants.put("low", TensorData.ofFloats("low", new long[0], 0f));
      constants.put("high", TensorData.ofFloats("high", new long[0], 1.5f));
      node = node.withInputs(List.of("b", "low", "high"));
    }
    nodes.add(node);
    compare(Map.of("x", numbers(1, 5, 9, 18)), 1, "y");
  }

  /** Two convolutions of the same codes, written into one concatenation, quantized again. */
  @Test
  void sharesCodesAndWritesConcatenations() {
    quantize("x");
    for (String part : List.of("p", "q")) {
      convolve("x", part, new long[] {16, 5, 3, 3}, 1, 127, DataType.UINT8);
      bias(part, part + "b", 16, 1, -1, 1, 1);
      nodes.add(Node.of("", "Relu", List.of(part + "b"), List.of(part + "r")));
    }
    nodes.add(
        Node.of("", "Concat", List.of("pr", "qr"), List.of("k"))
            .withAttribute("axis", Attribute.of(1)));
    quantize("k");
    convolve("k", "y", new long[] {8, 32, 1, 1}, 1, 100, DataType.INT8);
    compare(Map.of("x", numbers(1, 5, 9, 18)), 3, "y");
  }

  @Test
  void addsAResidual() {
    quantize("x");
    convolve("x", "a", new long[] {24, 24, 3, 3}, 1, 127, DataType.UINT8);
    bias("a", "ab", 24, 1, -1, 1, 1);
    quantize("ab");
    convolve("ab", "c", new long[] {24, 24, 3, 3}, 1, 127, DataType.UINT8);
    bias("c", "cb", 24, 1, -1, 1, 1);
    nodes.add(Node.of("", "Add", List.of("cb", "ab"), List.of("s")));
    nodes.add(Node.of("", "Relu", List.of("s"), List.of("y")));
    compare(Map.of("x", numbers(1, 24, 7, 8)), 2, "y");
  }

  @ParameterizedTest
  @CsvSource({"20, 33, 1, true", "64, 48, 100, false", "700, 16, 255, true"})
  void matrices(int k, int n, int magnitude, boolean biased) {
    quantize("x");
    product("x", biased ? "c" : "y", k, n, magnitude);
    if (biased) {
      bias("c", "y", n, -1);
    }
    compare(Map.of("x", numbers(2, 9, k)), 1, "y");
  }

  @Test
  void aSingleRowAndAConvolutionOfOneAxis() {
    quantize("x");
    convolve("x", "c", new long[] {6, 4, 3}, 1, 127, DataType.UINT8);
    bias("c", "b", 6, 1, -1, 1);
    quantize("b");
    product("b", "y", 10, 5, 90);
    compare(Map.of("x", numbers(1, 4, 10)), 2, "y");
  }

  @Test
  void valuesWithinTheChainAreSeenAsTheyAre() {
    quantize("x");
    convolve("x", "c", new long[] {6, 4, 3, 3}, 1, 127, DataType.UINT8);
    bias("c", "y", 6, 1, -1, 1, 1);
    OnnxModel model = model(Map.of("x", numbers(1, 4, 5, 6)), "y");
    Map<String, Tensor> inputs = Map.of("x", numbers(1, 4, 5, 6));
    List<String> seen = new ArrayList<>();
    InferenceSession session =
        EngineModel.load(model)
            .newSession(SessionOptions.defaults().withObserved(Set.of("c", "c_sums_f")));
    Tensor plain = EngineModel.load(model).newSession().run(inputs).get("y");
    Tensor observed =
        session
            .run(inputs, (name, view) -> view.forEachRun(0, (d, o, n) -> seen.add(name)))
            .get("y");
    assertThat(seen).contains("c", "c_sums_f");
    Comparison.assertSameBits("y", observed, plain);
  }

  /** NaN and infinities pass through as they do node by node. */
  @Test
  void numbersThatAreNone() {
    quantize("x");
    convolve("x", "c", new long[] {6, 4, 3, 3}, 1, 127, DataType.UINT8);
    bias("c", "y", 6, 1, -1, 1, 1);
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Tensor x = numbers(1, 4, 5, 6);
      x.floats()[17] = odd;
      sameBits(Map.of("x", x), "y");
    }
    Tensor zeros = Tensor.allocate(DataType.FLOAT, 1, 4, 5, 6);
    sameBits(Map.of("x", zeros), "y");
  }

  private void compare(Map<String, Tensor> inputs, int products, String output) {
    Tensor fused = sameBits(inputs, output);
    OnnxModel model = model(inputs, output);
    assertThat(EngineModel.load(model).program().nodes())
        .filteredOn(node -> node.operator() instanceof DynamicProduct)
        .as("fused into products")
        .hasSize(products);
    try (OrtOracle oracle = OrtOracle.of(model)) {
      Comparison.assertAgrees(output, fused, oracle.run(inputs).get(output), NUMBERS);
    }
  }

  /** The result, which node by node and in another layout is the same. */
  private Tensor sameBits(Map<String, Tensor> inputs, String output) {
    EngineModel model = EngineModel.load(model(inputs, output));
    Tensor fused = model.newSession().run(inputs).get(output);
    Tensor dense =
        model.newSession(SessionOptions.defaults().withChannelsLast(false)).run(inputs).get(output);
    Comparison.assertSameBits(output, dense, fused);
    String[] all =
        nodes.stream().map(n -> n.output(0)).filter(n -> !n.equals(output)).toArray(String[]::new);
    EngineModel single = EngineModel.load(model(inputs, output, all));
    assertThat(single.program().nodes())
        .noneMatch(node -> node.operator() instanceof DynamicProduct);
    Comparison.assertSameBits(output, single.newSession().run(inputs).get(output), fused);
    return fused;
  }

  /** The layers, with some values between as further outputs. */
  private OnnxModel model(Map<String, Tensor> inputs, String output, String... between) {
    List<ValueInfo> in = new ArrayList<>();
    inputs.forEach(
        (name, t) -> {
          long[] dims = Arrays.stream(t.dims()).asLongStream().toArray();
          in.add(new ValueInfo(name, ValueType.tensor(t.type(), dims)));
        });
    List<ValueInfo> out = new ArrayList<>();
    out.add(new ValueInfo(output, new ValueType(DataType.FLOAT, null)));
    for (String name : between) {
      DataType type = name.endsWith("_sums") ? DataType.INT32 : DataType.FLOAT;
      out.add(
          new ValueInfo(name, new ValueType(name.endsWith("_q") ? DataType.UINT8 : type, null)));
    }
    return OnnxModel.of(13, new Graph("layer", nodes, constants, in, out, List.of()));
  }

  private void quantize(String x) {
    List<String> outputs = List.of(x + "_q", x + "_s", x + "_z");
    nodes.add(Node.of("", "DynamicQuantizeLinear", List.of(x), outputs));
  }

  private void convolve(String x, String y, long[] dims, int group, int magnitude, DataType type) {
    weights(y, dims, magnitude, type);
    List<String> inputs = List.of(x + "_q", y + "_w", x + "_z", y + "_wz");
    long[] pads = new long[2 * (dims.length - 2)];
    Arrays.fill(pads, dims[2] / 2);
    nodes.add(
        Node.of("", "ConvInteger", inputs, List.of(y + "_sums"))
            .withAttribute("group", Attribute.of(group))
            .withAttribute("pads", Attribute.ofInts(pads)));
    toNumbers(x, y);
  }

  private void product(String x, String y, int k, int n, int magnitude) {
    weights(y, new long[] {k, n}, magnitude, DataType.UINT8);
    List<String> inputs = List.of(x + "_q", y + "_w", x + "_z", y + "_wz");
    nodes.add(Node.of("", "MatMulInteger", inputs, List.of(y + "_sums")));
    toNumbers(x, y);
  }

  private void toNumbers(String x, String y) {
    nodes.add(
        Node.of("", "Cast", List.of(y + "_sums"), List.of(y + "_sums_f"))
            .withAttribute("to", Attribute.of((long) DataType.FLOAT.code())));
    nodes.add(Node.of("", "Mul", List.of(x + "_s", y + "_ws"), List.of(y + "_scales")));
    nodes.add(Node.of("", "Mul", List.of(y + "_sums_f", y + "_scales"), List.of(y)));
  }

  private void weights(String y, long[] dims, int magnitude, DataType type) {
    byte[] codes = new byte[(int) TensorData.elementCount(y, dims)];
    for (int i = 0; i < codes.length; i++) {
      // Of one sign in many, so that sums grow as large as the bound allows for.
      int code = random.nextInt(magnitude + 1);
      codes[i] = (byte) (type == DataType.INT8 && random.nextInt(4) == 0 ? -code : code);
    }
    long zero = type == DataType.UINT8 ? 3 : 0;
    constants.put(y + "_w", TensorData.of(y + "_w", type, dims, codes));
    constants.put(y + "_wz", TensorData.ofIntegers(y + "_wz", type, new long[0], zero));
    constants.put(y + "_ws", TensorData.ofFloats(y + "_ws", new long[0], 0.013f));
  }

  /** Adds a constant; one of the dimensions is -1 and stands for the channels. */
  private void bias(String x, String y, int channels, long... dims) {
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = (float) random.nextGaussian();
    }
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] < 0 ? channels : dims[i];
    }
    constants.put(y + "_b", TensorData.ofFloats(y + "_b", dims, values));
    nodes.add(Node.of("", "Add", List.of(x, y + "_b"), List.of(y)));
  }

  private Tensor numbers(int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian() + 0.4f;
    }
    return tensor;
  }
}
