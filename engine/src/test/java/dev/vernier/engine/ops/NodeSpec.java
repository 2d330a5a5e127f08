package dev.vernier.engine.ops;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model of one node in the making: its attributes, its inputs and the types of its outputs. */
final class NodeSpec {
  private final String opType;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<DataType> outputs = new ArrayList<>();
  private final Random random;
  private long opset = 17;
  private String domain = "";
  private Tolerance tolerance = Tolerance.relative(1e-5f);

  private NodeSpec(String opType) {
    this.opType = opType;
    this.random = new Random(opType.hashCode());
  }

  static NodeSpec of(String opType) {
    return new NodeSpec(opType);
  }

  NodeSpec opset(long version) {
    opset = version;
    return this;
  }

  NodeSpec with(String name, long value) {
    attributes.put(name, Attribute.of(value));
    return this;
  }

  NodeSpec with(String name, float value) {
    attributes.put(name, Attribute.of(value));
    return this;
  }

  NodeSpec with(String name, String value) {
    attributes.put(name, Attribute.of(value));
    return this;
  }

  NodeSpec ints(String name, long... values) {
    attributes.put(name, Attribute.ofInts(values));
    return this;
  }

  NodeSpec with(String name, Attribute value) {
    attributes.put(name, value);
    return this;
  }

  NodeSpec domain(String name) {
    domain = name;
    return this;
  }

  NodeSpec within(Tolerance given) {
    tolerance = given;
    return this;
  }

  /** An input of normally distributed floats. */
  NodeSpec floats(int... dims) {
    return feed(gaussian(1, dims));
  }

  /** An input of floats in [0.1, 1.1). */
  NodeSpec positive(int... dims) {
    return feed(uniform(dims));
  }

  NodeSpec feed(Tensor tensor) {
    fed.put(name(), tensor);
    return this;
  }

  /** A constant of normally distributed floats. */
  NodeSpec weights(int... dims) {
    return constant(gaussian(0.5, dims));
  }

  /** A constant of floats in [0.1, 1.1). */
  NodeSpec positiveWeights(int... dims) {
    return constant(uniform(dims));
  }

  /** A constant vector of 64-bit integers. */
  NodeSpec longs(long... values) {
    return constant(Tensor.of(values, values.length));
  }

  NodeSpec constant(Tensor tensor) {
    constants.put(name(), tensor);
    return this;
  }

  /** Leaves an optional input out. */
  NodeSpec absent() {
    names.add("");
    return this;
  }

  /** Declares an output; without any declaration there is one of floats. */
  NodeSpec gives(DataType type) {
    outputs.add(type);
    return this;
  }

  /** The same node on the same numbers in double precision; all outputs become DOUBLE. */
  NodeSpec inDoublePrecision() {
    NodeSpec wide = of(opType).opset(opset).domain(domain).within(tolerance).gives(DataType.DOUBLE);
    wide.attributes.putAll(attributes);
    wide.names.addAll(names);
    fed.forEach((name, t) -> wide.fed.put(name, wide(t)));
    constants.forEach((name, t) -> wide.constants.put(name, wide(t)));
    return wide;
  }

  private static Tensor wide(Tensor tensor) {
    if (tensor.type() != DataType.FLOAT) {
      return tensor;
    }
    Tensor result = Tensor.allocate(DataType.DOUBLE, tensor.dims());
    for (int i = 0; i < tensor.size(); i++) {
      result.setDouble(i, tensor.doubleAt(i));
    }
    return result;
  }

  private String name() {
    names.add("in" + names.size());
    return names.get(names.size() - 1);
  }

  private Tensor gaussian(double scale, int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, random.nextGaussian() * scale);
    }
    return tensor;
  }

  private Tensor uniform(int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, 0.1 + random.nextFloat());
    }
    return tensor;
  }

  Map<String, Tensor> inputs() {
    return fed;
  }

  Tolerance tolerance() {
    return tolerance;
  }

  /** The model; with {@code freeBatch} the first dimension of every fed input is free. */
  OnnxModel model(boolean freeBatch) {
    List<ValueInfo> in = new ArrayList<>();
    fed.forEach((name, t) -> in.add(new ValueInfo(name, type(t, freeBatch))));
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    constants.forEach((name, t) -> initializers.put(name, t.toTensorData(name)));
    List<ValueInfo> out = new ArrayList<>();
    List<String> outNames = new ArrayList<>();
    for (DataType type : outputs.isEmpty() ? List.of(DataType.FLOAT) : outputs) {
      outNames.add("out" + outNames.size());
      out.add(new ValueInfo(outNames.get(outNames.size() - 1), new ValueType(type, null)));
    }
    Node node = new Node("node", opType, domain, names, outNames, attributes, "");
    OnnxModel model =
        OnnxModel.of(opset, new Graph("single", List.of(node), initializers, in, out, List.of()));
    return domain.isEmpty() ? model : model.withOpset(domain, 1);
  }

  private static ValueType type(Tensor tensor, boolean freeBatch) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < tensor.rank(); i++) {
      dims.add(i == 0 && freeBatch ? Dim.UNKNOWN : Dim.of(tensor.dim(i)));
    }
    return new ValueType(tensor.type(), dims);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(opType).append('-').append(opset);
    attributes.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    names.forEach(
        n -> text.append(' ').append(n.isEmpty() ? "-" : fed.getOrDefault(n, constants.get(n))));
    return text.toString();
  }
}
