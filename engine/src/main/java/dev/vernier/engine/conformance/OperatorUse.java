package dev.vernier.engine.conformance;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An operator in a model.
 *
 * @param type element type of its first input as the model declares it; UNDEFINED if it does not
 */
public record OperatorUse(String domain, String opType, DataType type) {
  /** All operators of a model, those of subgraphs included. */
  static Set<OperatorUse> of(OnnxModel model) {
    Set<OperatorUse> uses = new HashSet<>();
    collect(model.graph(), uses);
    return uses;
  }

  private static void collect(Graph graph, Set<OperatorUse> uses) {
    Map<String, DataType> types = new HashMap<>();
    Stream.of(graph.inputs(), graph.outputs(), graph.valueInfos())
        .flatMap(values -> values.stream())
        .forEach(value -> types.put(value.name(), elementType(value)));
    graph.initializers().forEach((name, value) -> types.put(name, value.type()));
    for (Node node : graph.nodes()) {
      String first = node.inputs().isEmpty() ? "" : node.inputs().get(0);
      DataType type = types.getOrDefault(first, DataType.UNDEFINED);
      uses.add(new OperatorUse(node.domain(), node.opType(), type));
      for (Attribute attribute : node.attributes().values()) {
        if (attribute instanceof Attribute.GraphValue nested) {
          collect(nested.value(), uses);
        }
      }
    }
  }

  private static DataType elementType(ValueInfo value) {
    DataType type = value.type().elementType();
    return type == null ? DataType.UNDEFINED : type;
  }
}
