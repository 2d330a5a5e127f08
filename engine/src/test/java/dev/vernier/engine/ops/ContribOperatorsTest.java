package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators of com.microsoft against ONNX Runtime, those it has for processors. */
class ContribOperatorsTest {
  private final Random random = new Random(11);
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private Tolerance tolerance = Tolerance.relative(1e-5f);

  @ParameterizedTest
  @ValueSource(strings = {"Gelu", "FastGelu", "QuickGelu"})
  void gelus(String op) {
    floats(3, 17);
    agrees(op, DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BiasGelu", "FastGelu"})
  void gelusWithBias(String op) {
    floats(2, 3, 17);
    weights(17);
    agrees(op, DataType.FLOAT);
  }

  @ParameterizedTest
  @CsvSource({"Relu, false", "LeakyRelu, true", "Clip, false", "HardSigmoid, false", "Tanh, true"})
  void fusedConv(String activation, boolean sum) {
    floats(1, 3, 7, 6);
    weights(5, 3, 3, 3);
    weights(5);
    if (sum) {
      floats(1, 5, 5, 4);
    }
    attributes.put("activation", Attribute.of(activation));
    float[] parameters =
        switch (activation) {
          case "LeakyRelu" -> new float[] {0.2f};
          case "Clip", "HardSigmoid" -> new float[] {0.1f, 0.4f};
          default -> new float[0];
        };
    if (parameters.length > 0) {
      attributes.put("activation_params", Attribute.ofFloats(parameters));
    }
    agrees("FusedConv", DataType.FLOAT);
  }

  @Test
  void fusedGemm() {
    floats(3, 7);
    weights(5, 7);
    weights(5);
    attributes.put("transB", Attribute.of(1));
    attributes.put("alpha", Attribute.of(0.5f));
    attributes.put("activation", Attribute.of("LeakyRelu"));
    attributes.put("activation_alpha", Attribute.of(0.3f));
    agrees("FusedGemm", DataType.FLOAT);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "1, 0, 0, 0", "0, 1, 0, 0", "1, 1, 0, 0", "0, 0, 1, 1", "1, 1, 1, 1"})
  void fusedMatMul(long transA, long transB, long batchA, long batchB) {
    int[] a = transA == 0 ? new int[] {2, 5, 7} : new int[] {2, 7, 5};
    int[] b = transB == 0 ? new int[] {2, 7, 3} : new int[] {2, 3, 7};
    floats(batchA == 0 ? a : new int[] {a[1], 2, a[2]});
    floats(batchB == 0 ? b : new int[] {b[1], 2, b[2]});
    attributes.put("transA", Attribute.of(transA));
    attributes.put("transB", Attribute.of(transB));
    attributes.put("transBatchA", Attribute.of(batchA));
    attributes.put("transBatchB", Attribute.of(batchB));
    attributes.put("alpha", Attribute.of(0.25f));
    agrees("FusedMatMul", DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void skipLayerNormalization(boolean bias) {
    floats(2, 3, 20);
    floats(2, 3, 20);
    weights(20);
    weights(20);
    if (bias) {
      weights(20);
    }
    attributes.put("epsilon", Attribute.of(1e-5f));
    agrees("SkipLayerNormalization", DataType.FLOAT, null, null, DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void skipSimplifiedLayerNormalization(boolean bias) {
    floats(2, 3, 20);
    floats(2, 3, 20);
    weights(20);
    if (bias) {
      weights(20);
    }
    agrees("SkipSimplifiedLayerNormalization", DataType.FLOAT, null, null, DataType.FLOAT);
  }

  @Test
  void simplifiedLayerNormalization() {
    floats(2, 3, 20);
    weights(20);
    attributes.put("axis", Attribute.of(-1));
    agreesIn("", "SimplifiedLayerNormalization", DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void embedLayerNormalization(boolean all) {
    feed(Tensor.of(new int[] {1, 4, 0, 2, 2, 3}, 2, 3));
    feed(Tensor.of(new int[] {0, 1, 1, 0, 0, 1}, 2, 3));
    weights(5, 16);
    weights(4, 16);
    weights(2, 16);
    weights(16);
    weights(16);
    if (all) {
      feed(Tensor.of(new int[] {1, 1, 0, 1, 1, 1}, 2, 3));
      feed(Tensor.of(new int[] {3, 1, 0, 2, 2, 1}, 2, 3));
    }
    agrees("EmbedLayerNormalization", DataType.FLOAT, DataType.INT32);
  }

  @ParameterizedTest
  @CsvSource({"4, 32, true", "4, 32, false", "8, 16, true", "8, 32, false", "2, 32, false"})
  void matMulNBits(int bits, int block, boolean zeros) {
    int k = 80;
    int n = 6;
    int blocks = (k + block - 1) / block;
    floats(2, 3, k);
    bytes(n, blocks, block * bits / 8);
    positive(n, blocks);
    if (zeros) {
      bytes(n, (blocks * bits + 7) / 8);
    }
    attributes.put("K", Attribute.of(k));
    attributes.put("N", Attribute.of(n));
    attributes.put("bits", Attribute.of(bits));
    attributes.put("block_size", Attribute.of(block));
    agrees("MatMulNBits", DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void gatherBlockQuantized(int bits) {
    bytes(9, 64 * bits / 8);
    feed(Tensor.of(new long[] {3, 0, 8, 3}, 2, 2));
    positive(9, 2);
    if (bits == 4) {
      bytes(9, 1);
    }
    attributes.put("bits", Attribute.of(bits));
    attributes.put("block_size", Attribute.of(32));
    attributes.put("gather_axis", Attribute.of(0));
    attributes.put("quantize_axis", Attribute.of(1));
    agrees("GatherBlockQuantized", DataType.FLOAT);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 3", "0, 4"})
  void rotaryEmbedding(long interleaved, int rank) {
    floats(rank == 3 ? new int[] {2, 3, 32} : new int[] {2, 4, 3, 8});
    feed(Tensor.of(new long[] {0, 1, 2, 4, 3, 2}, 2, 3));
    weights(6, 4);
    weights(6, 4);
    attributes.put("interleaved", Attribute.of(interleaved));
    agrees("RotaryEmbedding", DataType.FLOAT);
  }

  @Test
  void rotaryEmbeddingFromAPosition() {
    floats(2, 3, 32);
    feed(Tensor.of(new long[] {2}, 1));
    weights(6, 4);
    weights(6, 4);
    agrees("RotaryEmbedding", DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void attention(int maskRank) {
    floats(2, 5, 12);
    weights(12, 24);
    weights(24);
    mask(maskRank);
    attributes.put("num_heads", Attribute.of(2));
    attributes.put("unidirectional", Attribute.of(maskRank == 0 ? 1 : 0));
    agrees("Attention", DataType.FLOAT);
  }

  @Test
  void attentionWithPast() {
    floats(2, 1, 12);
    weights(12, 24);
    weights(24);
    names.add("");
    floats(2, 2, 2, 3, 4);
    attributes.put("num_heads", Attribute.of(2));
    agrees("Attention", DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void multiHeadAttention(int maskRank) {
    floats(2, 5, 8);
    floats(2, 5, 8);
    floats(2, 5, 8);
    weights(24);
    mask(maskRank);
    attributes.put("num_heads", Attribute.of(2));
    agrees("MultiHeadAttention", DataType.FLOAT);
  }

  @Test
  void qAttention() {
    bytes(true, 2, 5, 12);
    bytes(12, 24);
    weights(24);
    scalar(0.02f);
    scalar(0.01f);
    mask(1);
    zero(120);
    zero(130);
    attributes.put("num_heads", Attribute.of(2));
    agrees("QAttention", DataType.FLOAT);
  }

  @Test
  void matMulIntegerToFloat() {
    bytes(true, 3, 700);
    bytes(700, 5);
    scalar(0.02f);
    scalar(0.01f);
    zero(120);
    zero(130);
    weights(5);
    agrees("MatMulIntegerToFloat", DataType.FLOAT);
  }

  @Test
  void dynamicQuantizeMatMul() {
    floats(3, 70);
    bytes(70, 5);
    scalar(0.01f);
    zero(130);
    weights(5);
    agrees("DynamicQuantizeMatMul", DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dynamicQuantizeLstm(boolean byColumn) {
    int hidden = 6;
    floats(4, 2, 5);
    bytes(1, 5, 4 * hidden);
    bytes(1, hidden, 4 * hidden);
    weights(1, 8 * hidden);
    for (int i = 0; i < 4; i++) {
      names.add("");
    }
    for (int i = 0; i < 2; i++) {
      int[] dims = byColumn ? new int[] {1, 4 * hidden} : new int[] {1};
      constant(constantTensor(0.004f, dims));
      Tensor zeros = Tensor.allocate(DataType.UINT8, dims);
      for (int c = 0; c < zeros.size(); c++) {
        zeros.setLong(c, 128);
      }
      constant(zeros);
    }
    attributes.put("hidden_size", Attribute.of(hidden));
    tolerance = Tolerance.relative(0.03f);
    agrees("DynamicQuantizeLSTM", DataType.FLOAT, DataType.FLOAT);
    OnnxModel model = model("com.microsoft", "DynamicQuantizeLSTM", DataType.FLOAT, DataType.FLOAT);
    assertThat(EngineModel.load(model).tolerance()).isEqualTo(tolerance);
  }

  @Test
  void nhwcMaxPool() {
    bytes(true, 1, 7, 6, 5);
    attributes.put("kernel_shape", Attribute.ofInts(3, 3));
    attributes.put("pads", Attribute.ofInts(1, 1, 1, 1));
    attributes.put("strides", Attribute.ofInts(2, 2));
    tolerance = Tolerance.exact();
    agrees("NhwcMaxPool", DataType.UINT8);
  }

  @Test
  void wideCodes() {
    floats(3, 17);
    scalar(0.001f);
    constant(Tensor.wrap(DataType.INT16, new short[] {-37}, 0));
    tolerance = Tolerance.exact();
    agrees("QuantizeLinear", DataType.INT16);
  }

  /** ONNX Runtime has these for accelerators only; the values follow from the definitions. */
  @Test
  void groupNormOfTwoChannelsByHand() {
    feed(Tensor.of(new float[] {1, 3, 5, 7}, 1, 1, 2, 2));
    constant(Tensor.of(new float[] {1, 2}, 2));
    constant(Tensor.of(new float[] {0, 1}, 2));
    attributes.put("groups", Attribute.of(1));
    attributes.put("activation", Attribute.of(0));
    Tensor y = run(model("com.microsoft", "GroupNorm", DataType.FLOAT)).get("out0");
    float unit = (float) (1 / Math.sqrt(5 + 1e-5));
    float[] expected = {-3 * unit, 2 * -unit + 1, unit, 2 * 3 * unit + 1};
    assertThat(y.toFloats()).usingComparatorWithPrecision(1e-6f).containsExactly(expected);
  }

  @Test
  void integerSumsAndProductsByHand() {
    feed(Tensor.wrap(DataType.UINT8, new byte[] {(byte) 255, 1, 3, 4}, 0, 2, 2));
    attributes.put("axes", Attribute.ofInts(1));
    attributes.put("keepdims", Attribute.of(0));
    OnnxModel sums = model("com.microsoft", "ReduceSumInteger", DataType.INT32);
    assertThat(run(sums).get("out0").toLongs()).containsExactly(256, 7);
  }

  @Test
  void biasSoftmaxTakesTheTrailingAxesAsOneRow() {
    feed(Tensor.of(new float[4], 1, 2, 2));
    constant(Tensor.of(new float[] {0, (float) Math.log(3), 0, (float) Math.log(3)}, 1, 2, 2));
    attributes.put("axis", Attribute.of(1));
    attributes.put("is_inner_broadcast", Attribute.of(0));
    Tensor y = run(model("com.microsoft", "BiasSoftmax", DataType.FLOAT)).get("out0");
    assertThat(y.toFloats())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(0.125f, 0.375f, 0.125f, 0.375f);
  }

  private void mask(int rank) {
    if (rank == 1) {
      feed(Tensor.of(new int[] {3, 5}, 2));
    } else if (rank == 2) {
      feed(Tensor.of(new int[] {1, 1, 0, 1, 0, 1, 1, 1, 1, 0}, 2, 5));
    } else if (rank == 3) {
      int[] values = new int[50];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 3 == 0 ? 0 : 1;
      }
      feed(Tensor.of(values, 2, 5, 5));
    }
  }

  private static Tensor constantTensor(float value, int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    Arrays.fill(tensor.floats(), value);
    return tensor;
  }

  private Tensor gaussian(double deviation, int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, random.nextGaussian() * deviation);
    }
    return tensor;
  }

  private void floats(int... dims) {
    feed(gaussian(1, dims));
  }

  private void weights(int... dims) {
    constant(gaussian(0.5, dims));
  }

  private void positive(int... dims) {
    Tensor tensor = gaussian(0.01, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, Math.abs(tensor.doubleAt(i)) + 0.001);
    }
    constant(tensor);
  }

  private void scalar(float value) {
    constant(Tensor.scalar(value));
  }

  private void zero(int value) {
    constant(Tensor.wrap(DataType.UINT8, new byte[] {(byte) value}, 0));
  }

  private void bytes(int... dims) {
    bytes(false, dims);
  }

  private void bytes(boolean fedThem, int... dims) {
    Tensor tensor = Tensor.allocate(DataType.UINT8, dims);
    random.nextBytes(tensor.bytes());
    if (fedThem) {
      feed(tensor);
    } else {
      constant(tensor);
    }
  }

  private void feed(Tensor tensor) {
    String name = "in" + names.size();
    names.add(name);
    fed.put(name, tensor);
  }

  private void constant(Tensor tensor) {
    String name = "in" + names.size();
    names.add(name);
    constants.put(name, tensor.toTensorData(name));
  }

  private void agrees(String op, DataType... outputs) {
    agreesIn("com.microsoft", op, outputs);
  }

  private void agreesIn(String domain, String op, DataType... outputs) {
    OnnxModel model = model(domain, op, outputs);
    try (OrtOracle oracle = OrtOracle.unoptimised(model)) {
      Comparison.assertAgrees(run(model), oracle.run(fed), tolerance);
    }
  }

  private Map<String, Tensor> run(OnnxModel model) {
    return EngineModel.load(model).newSession().run(fed);
  }

  private OnnxModel model(String domain, String op, DataType... outputs) {
    List<ValueInfo> in = new ArrayList<>();
    fed.forEach((name, t) -> in.add(new ValueInfo(name, valueType(t))));
    List<ValueInfo> out = new ArrayList<>();
    List<String> outNames = new ArrayList<>();
    for (DataType type : outputs) {
      String name = type == null ? "" : "out" + outNames.size();
      outNames.add(name);
      if (type != null) {
        out.add(new ValueInfo(name, new ValueType(type, null)));
      }
    }
    Node node = new Node("node", op, domain, names, outNames, attributes, "");
    Graph graph = new Graph("single", List.of(node), constants, in, out, List.of());
    return OnnxModel.of(17, graph).withOpset("com.microsoft", 1);
  }

  private static ValueType valueType(Tensor tensor) {
    return ValueType.tensor(tensor.type(), Arrays.stream(tensor.dims()).asLongStream().toArray());
  }
}
