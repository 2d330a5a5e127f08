package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of initializers and of Constant nodes. */
final class Constants {
  private Constants() {}

  /** Constants of a graph and of those around it. */
  static Map<String, TensorData> of(Graph graph, Map<String, TensorData> outer) {
    Map<String, TensorData> constants = new HashMap<>(outer);
    constants.putAll(graph.initializers());
    constants.putAll(of(graph.nodes()));
    return constants;
  }

  static Map<String, TensorData> of(List<Node> nodes) {
    Map<String, TensorData> constants = new HashMap<>();
    for (Node node : nodes) {
      TensorData value = node.is("Constant") ? value(node) : null;
      if (value != null) {
        constants.put(node.output(0), value);
      }
    }
    return constants;
  }

  /** The value of a Constant node; null if it is of a kind that no conversion looks at. */
  static TensorData value(Node node) {
    String name = node.output(0);
    for (Attribute attribute : node.attributes().values()) {
      if (attribute instanceof Attribute.TensorValue tensor) {
        return tensor.value().withName(name);
      } else if (attribute instanceof Attribute.IntValue value) {
        return TensorData.ofInt64s(name, new long[0], value.value());
      } else if (attribute instanceof Attribute.FloatValue value) {
        return TensorData.ofFloats(name, new long[0], value.value());
      } else if (attribute instanceof Attribute.Ints ints) {
        return TensorData.ofInt64s(name, new long[] {ints.values().length}, ints.values());
      } else if (attribute instanceof Attribute.Floats floats) {
        return TensorData.ofFloats(name, new long[] {floats.values().length}, floats.values());
      }
    }
    return null;
  }
}
