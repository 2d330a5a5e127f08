package dev.vernier.engine;

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

/** A model of quantized tensors in the making, with the codes it is fed. */
final class CodedModel {
  static final String MICROSOFT = "com.microsoft";

  private final Random random = new Random(5);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private int count;

  private String name() {
    return "v" + count++;
  }

  /** Random codes that the model is fed. */
  String fed(DataType type, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, random.nextInt());
    }
    return feed(tensor);
  }

  /** The same code everywhere. */
  String fedAll(DataType type, long code, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, code);
    }
    return feed(tensor);
  }

  String feed(Tensor tensor) {
    String name = name();
    fed.put(name, tensor);
    return name;
  }

  /** Random constant codes in [low, high]. */
  String codes(DataType type, int low, int high, long... dims) {
    long[] values = new long[(int) TensorData.elementCount("", dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) low + random.nextInt(high - low + 1);
    }
    return constant(type, dims, values);
  }

  String constant(DataType type, long[] dims, long... values) {
    String name = name();
    constants.put(name, TensorData.ofIntegers(name, type, dims, values));
    return name;
  }

  String zero(DataType type, long value) {
    return constant(type, new long[0], value);
  }

  String scale(float value) {
    String name = name();
    constants.put(name, TensorData.ofFloats(name, new long[0], value));
    return name;
  }

  /** One scale a channel, around {@code value}. */
  String scales(int channels, float value) {
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = value * (0.5f + random.nextFloat());
    }
    return floats(new long[] {channels}, values);
  }

  String floats(long[] dims, float... values) {
    String name = name();
    constants.put(name, TensorData.ofFloats(name, dims, values));
    return name;
  }

  String node(String domain, String op, Map<String, Attribute> attributes, String... inputs) {
    String name = name();
    nodes.add(new Node(name, op, domain, Arrays.asList(inputs), List.of(name), attributes, ""));
    return name;
  }

  String node(String op, String... inputs) {
    return node("", op, Map.of(), inputs);
  }

  String quantize(String numbers, float scale, DataType type, long zero) {
    return node("QuantizeLinear", numbers, scale(scale), zero(type, zero));
  }

  String dequantize(String codes, float scale, DataType type, long zero) {
    return node("DequantizeLinear", codes, scale(scale), zero(type, zero));
  }

  Map<String, Tensor> inputs() {
    return fed;
  }

  OnnxModel model(long opset, String output, DataType type) {
    List<ValueInfo> in = new ArrayList<>();
    fed.forEach((name, t) -> in.add(new ValueInfo(name, valueType(t))));
    List<ValueInfo> out = List.of(new ValueInfo(output, new ValueType(type, null)));
    Graph graph = new Graph("coded", nodes, constants, in, out, List.of());
    return OnnxModel.of(opset, graph).withOpset(MICROSOFT, 1);
  }

  private static ValueType valueType(Tensor tensor) {
    return ValueType.tensor(tensor.type(), Arrays.stream(tensor.dims()).asLongStream().toArray());
  }
}
