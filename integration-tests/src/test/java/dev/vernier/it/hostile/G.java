package dev.vernier.it.hostile;

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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A graph in the making, in few words. */
final class G {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  /** An input; -1 stands for a dimension that is free. */
  G in(String name, DataType type, long... dims) {
    List<Dim> shape =
        Arrays.stream(dims).mapToObj(d -> d < 0 ? Dim.symbolic("N") : Dim.of(d)).toList();
    inputs.add(new ValueInfo(name, new ValueType(type, shape)));
    return this;
  }

  G in(String name, long... dims) {
    return in(name, DataType.FLOAT, dims);
  }

  G out(String... names) {
    for (String name : names) {
      outputs.add(new ValueInfo(name, ValueType.UNKNOWN));
    }
    return this;
  }

  /** A constant of random floats. */
  G floats(String name, long... dims) {
    float[] values = new float[(int) TensorData.elementCount(name, dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(0.1, 1);
    }
    constants.put(name, TensorData.ofFloats(name, dims, values));
    return this;
  }

  G longs(String name, long... values) {
    constants.put(name, TensorData.ofInt64s(name, new long[] {values.length}, values));
    return this;
  }

  G constant(String name, DataType type, long[] dims, long... values) {
    constants.put(name, TensorData.ofIntegers(name, type, dims, values));
    return this;
  }

  /**
   * A node: {@code node("Conv", "x w b", "y", "pads", new long[] {1, 1, 1, 1})}, "_" for absent.
   */
  G node(String type, String in, String out, Object... attributes) {
    return node("", type, in, out, attributes);
  }

  G node(String domain, String type, String in, String out, Object[] attributes) {
    Map<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], attribute(attributes[i + 1]));
    }
    nodes.add(new Node("n" + nodes.size(), type, domain, names(in), names(out), map, ""));
    return this;
  }

  private static List<String> names(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(n -> n.equals("_") ? "" : n).toList();
  }

  private static Attribute attribute(Object value) {
    if (value instanceof Integer number) {
      return Attribute.of(number.longValue());
    } else if (value instanceof Float number) {
      return Attribute.of(number);
    } else if (value instanceof String text) {
      return Attribute.of(text);
    } else if (value instanceof long[] numbers) {
      return Attribute.ofInts(numbers);
    } else if (value instanceof G graph) {
      return Attribute.of(graph.graph());
    }
    return Attribute.of((TensorData) value);
  }

  Graph graph() {
    return new Graph("g", nodes, constants, inputs, outputs, List.of());
  }

  OnnxModel model(long opset) {
    OnnxModel model = OnnxModel.of(opset, graph());
    List<dev.vernier.onnx.OpsetImport> opsets = new ArrayList<>(model.opsets());
    opsets.add(new dev.vernier.onnx.OpsetImport("com.microsoft", 1));
    return model.withOpsets(model.irVersion(), opsets);
  }
}
