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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single quantized layers against ONNX Runtime, code by code. */
class QuantizedLayersTest {
  /** ONNX Runtime computes what is not quantized again in floats. */
  private static final Tolerance NUMBERS = Tolerance.relative(1e-5f);

  private final Random random = new Random(17);
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "3, 20, 3, 1, UINT8, 40, false",
    "16, 16, 3, 16, UINT8, 100, false",
    "70, 33, 1, 1, INT8, 60, true",
    "256, 40, 3, 1, UINT8, 127, false",
    "256, 40, 3, 1, UINT8, 127, true"
  })
  void convolutions(
      int in, int out, int kernel, int group, DataType type, int magnitude, boolean relu) {
    weights(new long[] {out, in / group, kernel, kernel}, 0, magnitude);
    bias(out);
    dequantize("x", "xd", 0.02f, 117, type);
    Node conv =
        Node.of("", "Conv", List.of("xd", "wd", "bd"), List.of("c"))
            .withAttribute("group", Attribute.of(group))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1));
    nodes.add(conv);
    String last = relu ? "r" : "c";
    if (relu) {
      nodes.add(Node.of("", "Relu", List.of("c"), List.of("r")));
    }
    quantize(last, "y", 0.02f * 0.01f * magnitude * 8, relu ? 0 : 130, type);
    compare(Map.of("x", codes(type, 2, in, 11, 9)), "y", type);
  }

  /** Layers that tiles of two add exactly in less work, with and without maps behind them. */
  @ParameterizedTest
  @CsvSource({"UINT8, 48, 64, false", "INT8, 32, 64, true", "UINT8, 64, 70, true"})
  void convolutionsByTilesOfTwo(DataType type, int in, int out, boolean mapped) {
    weights(new long[] {out, in, 3, 3}, 0, 60);
    bias(out);
    dequantize("x", "xd", 0.02f, 117, type);
    nodes.add(
        Node.of("", "Conv", List.of("xd", "wd", "bd"), List.of("c"))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)));
    quantize("c", mapped ? "m" : "y", 0.08f, 130, type);
    if (mapped) {
      dequantize("m", "md", 0.08f, 130, type);
      nodes.add(
          Node.of("", "LeakyRelu", List.of("md"), List.of("l"))
              .withAttribute("alpha", Attribute.of(0.1f)));
      quantize("l", "y", 0.06f, 60, type);
    }
    Tensor weights = Tensor.from(constants.get("w"));
    Tensor integers = Tensor.allocate(DataType.FLOAT, weights.dims());
    for (int i = 0; i < weights.size(); i++) {
      integers.setDouble(i, weights.longAt(i));
    }
    CodeRange range = CodeRange.of(new CodeParameters(1f, 117, DataType.UINT8));
    assertThat(ExactWinograd.fits(integers, range)).isTrue();
    assertThat(Winograd.exactOutputs(in, out, 24, 21)).isEqualTo(2);
    compare(Map.of("x", codes(type, 2, in, 24, 21)), "y", type, mapped ? 2 : 1);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 20, 3, 1, UINT8, 40",
    "16, 16, 3, 16, INT8, 100",
    "70, 33, 1, 1, UINT8, 60",
    "256, 40, 3, 1, UINT8, 127"
  })
  void convolutionsThatStayNumbers(
      int in, int out, int kernel, int group, DataType type, int magnitude) {
    weights(new long[] {out, in / group, kernel, kernel}, 0, magnitude);
    bias(out);
    dequantize("x", "xd", 0.02f, 117, type);
    nodes.add(
        Node.of("", "Conv", List.of("xd", "wd", "bd"), List.of("y"))
            .withAttribute("group", Attribute.of(group))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)));
    compare(13, Map.of("x", codes(type, 2, in, 11, 9)), "y", DataType.FLOAT, NUMBERS, 1);
  }

  @ParameterizedTest
  @CsvSource({"64, 10, UINT8, 90", "2000, 30, UINT8, 127", "2000, 30, INT8, 127"})
  void matrices(int in, int out, DataType type, int magnitude) {
    weights(new long[] {out, in}, 0, magnitude);
    bias(out);
    dequantize("x", "xd", 0.02f, 90, type);
    nodes.add(
        Node.of("", "Gemm", List.of("xd", "wd", "bd"), List.of("c"))
            .withAttribute("transB", Attribute.of(1)));
    quantize("c", "y", 0.02f * 0.01f * magnitude * 10, 128, type);
    compare(Map.of("x", codes(type, 3, in)), "y", type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8", "INT8"})
  void productsOfTwoActivations(DataType type) {
    dequantize("a", "ad", 0.02f, 110, type);
    dequantize("b", "bd", 0.03f, 120, type);
    nodes.add(Node.of("", "MatMul", List.of("ad", "bd"), List.of("c")));
    quantize("c", "y", 0.3f, 128, type);
    compare(Map.of("a", codes(type, 2, 5, 64), "b", codes(type, 2, 64, 7)), "y", type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 19", "INT8, 19", "UINT8, 1"})
  void sums(DataType type, int height) {
    dequantize("a", "ad", 0.021f, 110, type);
    dequantize("b", "bd", 0.033f, 120, type);
    nodes.add(Node.of("", "Add", List.of("ad", "bd"), List.of("c")));
    quantize("c", "y", 0.044f, 131, type);
    compare(
        13, Map.of("a", codes(type, 2, 3, 19, 8), "b", codes(type, 2, 3, height, 8)), "y", type, 0);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 19, 131", "INT8, 19, 130", "UINT8, 1, 128"})
  void elementwiseProducts(DataType type, int height, int zero) {
    dequantize("a", "ad", 0.021f, 110, type);
    dequantize("b", "bd", 0.033f, 120, type);
    nodes.add(Node.of("", "Mul", List.of("ad", "bd"), List.of("c")));
    quantize("c", "y", 0.044f, zero, type);
    compare(
        13, Map.of("a", codes(type, 2, 3, 19, 8), "b", codes(type, 2, 3, height, 8)), "y", type, 0);
  }

  /** A convolution, then codes mapped by a normalisation and a leaky slope, each on its own. */
  @ParameterizedTest
  @CsvSource({"UINT8, 24", "INT8, 16", "UINT8, 3"})
  void mapsAfterAConvolution(DataType type, int channels) {
    convolution("c", "m", channels, type);
    normalization(channels);
    nodes.add(Node.of("", "BatchNormalization", List.of("md", "g", "h", "e", "v"), List.of("n")));
    quantize("n", "o", 0.05f, 110, type);
    dequantize("o", "od", 0.05f, 110, type);
    nodes.add(
        Node.of("", "LeakyRelu", List.of("od"), List.of("l"))
            .withAttribute("alpha", Attribute.of(0.1f)));
    quantize("l", "y", 0.03f, 60, type);
    compare(Map.of("x", codes(type, 2, 5, 9, 18)), "y", type, 3);
  }

  /** Parts with codes of their own, written into the place of the whole or copied there. */
  @ParameterizedTest
  @CsvSource({"UINT8, 32", "UINT8, 7", "INT8, 16"})
  void concatenationsOfUnequalScales(DataType type, int channels) {
    convolution("c", "m", channels, type);
    dequantize("z", "zd", 0.07f, 90, type);
    nodes.add(Node.of("", "Relu", List.of("zd"), List.of("zr")));
    quantize("zr", "zq", 0.02f, 0, type);
    dequantize("zq", "zqd", 0.02f, 0, type);
    nodes.add(
        Node.of("", "Concat", List.of("md", "zqd"), List.of("k"))
            .withAttribute("axis", Attribute.of(1)));
    quantize("k", "y", 0.08f, 120, type);
    compare(Map.of("x", codes(type, 2, 5, 9, 18), "z", codes(type, 2, 16, 9, 18)), "y", type, 5);
  }

  /** Every other pixel of an image of codes, in its layout, then zeros around the numbers. */
  @ParameterizedTest
  @CsvSource({"UINT8", "INT8"})
  void cutsOfImages(DataType type) {
    convolution("c", "m", 20, type);
    for (String name : List.of("starts", "ends", "axes", "steps")) {
      long[] values =
          switch (name) {
            case "starts" -> new long[] {0, 1};
            case "ends" -> new long[] {Integer.MAX_VALUE, 17};
            case "axes" -> new long[] {2, 3};
            default -> new long[] {2, 2};
          };
      constants.put(name, TensorData.ofInt64s(name, new long[] {2}, values));
    }
    nodes.add(Node.of("", "Slice", List.of("md", "starts", "ends", "axes", "steps"), List.of("l")));
    quantize("l", "lq", 0.05f, 130, type);
    dequantize("lq", "ld", 0.05f, 130, type);
    constants.put(
        "pads", TensorData.ofInt64s("pads", new long[] {8}, new long[] {0, 4, 0, 1, 0, 0, 2, 0}));
    nodes.add(Node.of("", "Pad", List.of("ld", "pads"), List.of("p")));
    quantize("p", "y", 0.07f, 110, type);
    Map<String, Tensor> inputs = Map.of("x", codes(type, 2, 5, 9, 18));
    compare(inputs, "y", type, 4);
    assertThat(steps(inputs, "y", type)).anyMatch(step -> step.matches("Slice.*channels-last.*"));
  }

  /** Codes of a bias that are not in units of the sums are numbers like others. */
  @Test
  void aBiasOfAnotherScale() {
    weights(new long[] {20, 5, 3, 3}, 0, 60);
    bias("b", 20, 0.05f);
    dequantize("x", "xd", 0.02f, 117, DataType.UINT8);
    residualConvolution("xd", "bd", "y", DataType.UINT8);
    nodes.remove(nodes.size() - 1);
    compare(Map.of("x", codes(DataType.UINT8, 2, 5, 9, 18)), "y", DataType.UINT8, 2);
  }

  /** A residual: the second convolution adds the first one's codes, itself or after its parts. */
  @ParameterizedTest
  @CsvSource({
    "UINT8, 24, 60, true",
    "INT8, 24, 60, false",
    "UINT8, 64, 30, true",
    "UINT8, 200, 127, false"
  })
  void residuals(DataType type, int channels, int magnitude, boolean first) {
    weights(new long[] {channels, channels, 3, 3}, 0, magnitude);
    bias(channels);
    dequantize("x", "xd", 0.02f, 117, type);
    residualConvolution("xd", "bd", "m", type);
    bias("b2", channels, 0.25f);
    residualConvolution("md", "b2d", "k", type);
    List<String> operands = first ? List.of("kd", "md") : List.of("md", "kd");
    nodes.add(Node.of("", "Add", operands, List.of("t")));
    nodes.add(Node.of("", "Relu", List.of("t"), List.of("r")));
    quantize("r", "y", 0.4f, 3, type);
    Map<String, Tensor> inputs = Map.of("x", codes(type, 2, channels, 16, 15));
    compare(inputs, "y", type, 3);
    assertThat(steps(inputs, "y", type)).anyMatch(step -> step.matches("Conv.* \\+ Add.*"));
  }

  private void residualConvolution(String x, String bias, String codes, DataType type) {
    String sums = codes + "_sums";
    nodes.add(
        Node.of("", "Conv", List.of(x, "wd", bias), List.of(sums))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)));
    quantize(sums, codes, 0.25f, 130, type);
    dequantize(codes, codes + "d", 0.25f, 130, type);
  }

  private void convolution(String sums, String codes, int channels, DataType type) {
    weights(new long[] {channels, 5, 3, 3}, 0, 100);
    bias(channels);
    dequantize("x", "xd", 0.02f, 117, type);
    nodes.add(
        Node.of("", "Conv", List.of("xd", "wd", "bd"), List.of(sums))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)));
    quantize(sums, codes, 0.05f, 130, type);
    dequantize(codes, codes + "d", 0.05f, 130, type);
  }

  private void normalization(int channels) {
    float[] scale = new float[channels];
    float[] offset = new float[channels];
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = random.nextFloat() + 0.5f;
      offset[c] = (float) random.nextGaussian();
      mean[c] = (float) random.nextGaussian();
      variance[c] = random.nextFloat() + 0.5f;
    }
    long[] dims = {channels};
    constants.put("g", TensorData.ofFloats("g", dims, scale));
    constants.put("h", TensorData.ofFloats("h", dims, offset));
    constants.put("e", TensorData.ofFloats("e", dims, mean));
    constants.put("v", TensorData.ofFloats("v", dims, variance));
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 13, -1, 0.0039215689",
    "INT8, 13, -1, 0.0039215689",
    "UINT8, 13, 1, 0.00390625",
    "UINT8, 12, 2, 0.001"
  })
  void softmaxes(DataType type, int opset, int axis, float scale) {
    dequantize("x", "xd", 0.021f, 110, type);
    nodes.add(
        Node.of("", "Softmax", List.of("xd"), List.of("c"))
            .withAttribute("axis", Attribute.of(axis)));
    quantize("c", "y", scale, 0, type);
    compare(opset, Map.of("x", codes(type, 2, 30, 6, 9)), "y", type, 0);
  }

  private void compare(Map<String, Tensor> inputs, String output, DataType type) {
    compare(13, inputs, output, type, 1);
  }

  private void compare(Map<String, Tensor> inputs, String output, DataType type, int nodeCount) {
    compare(13, inputs, output, type, Tolerance.absolute(1), nodeCount);
  }

  private void compare(
      int opset, Map<String, Tensor> inputs, String output, DataType type, int steps) {
    compare(opset, inputs, output, type, Tolerance.absolute(steps), 1);
  }

  private void compare(
      int opset,
      Map<String, Tensor> inputs,
      String output,
      DataType type,
      Tolerance tolerance,
      int nodeCount) {
    OnnxModel model = model(opset, inputs, output, type);
    EngineModel loaded = EngineModel.load(model);
    Tensor actual = loaded.newSession().run(inputs).get(output);
    Tensor dense =
        loaded
            .newSession(SessionOptions.defaults().withChannelsLast(false))
            .run(inputs)
            .get(output);
    Comparison.assertSameBits(output, dense, actual);
    assertThat(loaded.program().nodes())
        .filteredOn(node -> !node.node().is("DequantizeLinear"))
        .as("fused into integer nodes")
        .hasSize(nodeCount);
    try (OrtOracle oracle = OrtOracle.of(model)) {
      Tensor expected = oracle.run(inputs).get(output);
      Comparison.assertAgrees(output, actual, expected, tolerance);
      assertThat(distinct(expected)).as("the layer does not saturate").isGreaterThan(20);
    }
  }

  private OnnxModel model(int opset, Map<String, Tensor> inputs, String output, DataType type) {
    List<ValueInfo> in = new ArrayList<>();
    inputs.forEach(
        (name, t) -> {
          long[] dims = java.util.Arrays.stream(t.dims()).asLongStream().toArray();
          in.add(new ValueInfo(name, ValueType.tensor(t.type(), dims)));
        });
    List<ValueInfo> out = List.of(new ValueInfo(output, new ValueType(type, null)));
    return OnnxModel.of(opset, new Graph("layer", nodes, constants, in, out, List.of()));
  }

  /** What a run of the layers goes through. */
  private List<String> steps(Map<String, Tensor> inputs, String output, DataType type) {
    InferenceSession session = EngineModel.load(model(13, inputs, output, type)).newSession();
    return session.stepTimes(inputs, 1, () -> 0).stream().map(StepTime::step).toList();
  }

  private static long distinct(Tensor values) {
    return IntStream.range(0, values.size()).mapToObj(values::doubleAt).distinct().count();
  }

  private Tensor codes(DataType type, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    random.nextBytes(tensor.bytes());
    return tensor;
  }

  private void weights(long[] dims, int axis, int magnitude) {
    byte[] codes = new byte[(int) TensorData.elementCount("w", dims)];
    for (int i = 0; i < codes.length; i++) {
      // Of one sign in some channels, so that sums grow as large as the bound allows for.
      int channel = i / (codes.length / (int) dims[0]);
      int code = random.nextInt(magnitude + 1);
      codes[i] = (byte) (channel % 4 == 0 || random.nextBoolean() ? code : -code);
    }
    int channels = (int) dims[axis];
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.01f * (0.5f + random.nextFloat()) / (c % 4 == 0 ? 20 : 1);
    }
    constants.put("w", TensorData.ofInt8s("w", dims, codes));
    constants.put("ws", TensorData.ofFloats("ws", new long[] {channels}, scales));
    constants.put("wz", TensorData.ofInt8s("wz", new long[] {channels}, new byte[channels]));
    nodes.add(
        Node.of("", "DequantizeLinear", List.of("w", "ws", "wz"), List.of("wd"))
            .withAttribute("axis", Attribute.of(axis)));
  }

  private void bias(int channels) {
    bias("b", channels, 0.02f);
  }

  /** A bias for inputs of the given scale. */
  private void bias(String name, int channels, float inputScale) {
    float[] weightScales = constants.get("ws").floats();
    int[] codes = new int[channels];
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      codes[c] = random.nextInt(4000) - 2000;
      scales[c] = inputScale * weightScales[c];
    }
    constants.put(name, TensorData.ofInt32s(name, new long[] {channels}, codes));
    constants.put(name + "s", TensorData.ofFloats(name + "s", new long[] {channels}, scales));
    nodes.add(
        Node.of("", "DequantizeLinear", List.of(name, name + "s"), List.of(name + "d"))
            .withAttribute("axis", Attribute.of(0)));
  }

  private List<String> parameters(String name, float scale, int zero, DataType type) {
    long point = type == DataType.UINT8 ? zero : zero - 128;
    constants.put(name + "s", TensorData.ofFloats(name + "s", new long[0], scale));
    constants.put(name + "z", TensorData.ofIntegers(name + "z", type, new long[0], point));
    return List.of(name + "s", name + "z");
  }

  private void dequantize(String codes, String numbers, float scale, int zero, DataType type) {
    List<String> p = parameters(codes, scale, zero, type);
    nodes.add(
        Node.of("", "DequantizeLinear", List.of(codes, p.get(0), p.get(1)), List.of(numbers)));
  }

  private void quantize(String numbers, String codes, float scale, int zero, DataType type) {
    List<String> p = parameters(codes, scale, zero, type);
    nodes.add(Node.of("", "QuantizeLinear", List.of(numbers, p.get(0), p.get(1)), List.of(codes)));
  }
}
