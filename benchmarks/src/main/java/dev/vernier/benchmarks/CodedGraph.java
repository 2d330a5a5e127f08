package dev.vernier.benchmarks;

import dev.vernier.engine.Tensor;
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

/** A small model of quantized tensors, with random codes to feed it. */
final class CodedGraph {
  static final String MICROSOFT = "com.microsoft";

  /** The first operator set with 16-bit codes. */
  private static final long OPSET = 21;

  private final Random random = new Random(17);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private int count;

  private String name() {
    return "v" + count++;
  }

  /** Codes that are fed, uniform over the type. */
  String fed(DataType type, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, random.nextInt());
    }
    String name = name();
    fed.put(name, tensor);
    return name;
  }

  /** Constant codes in [low, high]. */
  String codes(DataType type, int low, int high, long... dims) {
    long[] values = new long[(int) TensorData.elementCount("", dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) low + random.nextInt(high - low + 1);
    }
    return integers(type, dims, values);
  }

  String integers(DataType type, long[] dims, long... values) {
    String name = name();
    constants.put(name, TensorData.ofIntegers(name, type, dims, values));
    return name;
  }

  String floats(long[] dims, float... values) {
    String name = name();
    constants.put(name, TensorData.ofFloats(name, dims, values));
    return name;
  }

  String scale(float value) {
    return floats(new long[0], value);
  }

  String zero(DataType type, long value) {
    return integers(type, new long[0], value);
  }

  /** Scales between half and one and a half of a value. */
  float[] around(int n, float value) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = value * (0.5f + random.nextFloat());
    }
    return values;
  }

  String node(String domain, String op, Map<String, Attribute> attributes, String... inputs) {
    String name = name();
    nodes.add(new Node(name, op, domain, Arrays.asList(inputs), List.of(name), attributes, ""));
    return name;
  }

  String dequantize(String codes, String scale, String zero, int axis) {
    return node("", "DequantizeLinear", Map.of("axis", Attribute.of(axis)), codes, scale, zero);
  }

  String quantize(String numbers, String scale, String zero) {
    return node("", "QuantizeLinear", Map.of(), numbers, scale, zero);
  }

  Map<String, Tensor> inputs() {
    return fed;
  }

  OnnxModel model(String output, DataType type) {
    List<ValueInfo> in = new ArrayList<>();
    fed.forEach((name, t) -> in.add(new ValueInfo(name, valueType(t))));
    List<ValueInfo> out = List.of(new ValueInfo(output, new ValueType(type, null)));
    Graph graph = new Graph("coded", nodes, constants, in, out, List.of());
    return OnnxModel.of(OPSET, graph).withOpset(MICROSOFT, 1);
  }

  private static ValueType valueType(Tensor tensor) {
    return ValueType.tensor(tensor.type(), Arrays.stream(tensor.dims()).asLongStream().toArray());
  }
}
