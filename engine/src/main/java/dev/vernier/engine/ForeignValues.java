package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.HashMap;
import java.util.Map;

/** Values of a graph, and of those around it, that the executor does not compute with. */
final class ForeignValues {
  private final Map<String, String> kinds;

  private ForeignValues(Map<String, String> kinds) {
    this.kinds = kinds;
  }

  /** None. */
  static ForeignValues none() {
    return new ForeignValues(Map.of());
  }

  /** Those that a graph within the graph of these sees. */
  ForeignValues within(Graph graph) {
    Map<String, String> all = new HashMap<>(kinds);
    graph.inputs().forEach(v -> add(all, v));
    graph.outputs().forEach(v -> add(all, v));
    graph.valueInfos().forEach(v -> add(all, v));
    for (TensorData tensor : graph.initializers().values()) {
      if (isForeign(tensor.type())) {
        all.put(tensor.name(), "of element type " + tensor.type());
      }
    }
    for (SparseTensor tensor : graph.sparseInitializers()) {
      all.put(tensor.name(), "a sparse tensor");
    }
    return new ForeignValues(all);
  }

  private static void add(Map<String, String> all, ValueInfo value) {
    String kind = kind(value.type());
    if (kind != null) {
      all.put(value.name(), kind);
    }
  }

  private static String kind(ValueType type) {
    if (type == null) {
      return null;
    }
    return switch (type.kind()) {
      case TENSOR -> isForeign(type.elementType()) ? "of element type " + type.elementType() : null;
      case SEQUENCE, OPTIONAL -> kind(type.element());
      case MAP, SPARSE_TENSOR, OPAQUE -> "of type " + type;
      case UNKNOWN -> null;
    };
  }

  static boolean isForeign(DataType type) {
    return type == DataType.STRING || type == DataType.COMPLEX64 || type == DataType.COMPLEX128;
  }

  /** Why a node that takes or gives such a value cannot run, or null if it does not. */
  String problem(Node node) {
    for (String name : node.inputs()) {
      if (kinds.containsKey(name)) {
        return "input '" + name + "' is " + kinds.get(name) + ", which is not supported";
      }
    }
    for (String name : node.outputs()) {
      if (kinds.containsKey(name)) {
        return "output '" + name + "' is " + kinds.get(name) + ", which is not supported";
      }
    }
    return null;
  }
}
