package dev.vernier.onnx.functions;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.edit.GraphRewrites;
import dev.vernier.onnx.edit.TopologicalOrder;
import dev.vernier.onnx.version.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a function as one node calls it: with its values, attributes and fresh names. */
final class FunctionCall {
  private final Node caller;
  private final FunctionDef function;
  private final Names names;
  private final String prefix;

  FunctionCall(Node caller, FunctionDef function, Names names) {
    this.caller = caller;
    this.function = function;
    this.names = names;
    this.prefix = (caller.name().isEmpty() ? function.name() : caller.name()) + "/";
  }

  List<Node> nodes() {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < function.inputs().size(); i++) {
      values.put(function.inputs().get(i), caller.input(i));
    }
    List<Node> copies = new ArrayList<>();
    for (int i = 0; i < function.outputs().size(); i++) {
      String output = function.outputs().get(i);
      String inside = values.get(output);
      if (inside == null) {
        values.put(output, caller.hasOutput(i) ? caller.output(i) : fresh(output));
      } else if (caller.hasOutput(i)) {
        copies.add(Node.of(fresh(output), "Identity", List.of(inside), List.of(caller.output(i))));
      }
    }
    for (Node node : function.nodes()) {
      node.outputs().forEach(o -> values.computeIfAbsent(o, this::fresh));
    }
    List<Node> nodes = new ArrayList<>();
    function.nodes().forEach(node -> nodes.add(node(node, values)));
    nodes.addAll(copies);
    return nodes;
  }

  /** An absent value stays absent. */
  private String fresh(String name) {
    return name.isEmpty() ? "" : names.fresh(prefix + name);
  }

  private Node node(Node node, Map<String, String> values) {
    Node renamed =
        node.withName(fresh(node.name()))
            .withInputs(renamed(node.inputs(), values))
            .withOutputs(renamed(node.outputs(), values));
    Node scoped = GraphRewrites.mapSubgraphs(renamed, graph -> graph(graph, values));
    return scoped.withAttributes(resolved(scoped.attributes()));
  }

  private static List<String> renamed(List<String> list, Map<String, String> values) {
    return list.stream().map(name -> values.getOrDefault(name, name)).toList();
  }

  /** An attribute that refers to one that neither caller nor function gives is absent. */
  private Map<String, Attribute> resolved(Map<String, Attribute> attributes) {
    Map<String, Attribute> result = new LinkedHashMap<>();
    attributes.forEach(
        (name, attribute) -> {
          Attribute value = attribute;
          if (attribute instanceof Attribute.Reference reference) {
            Attribute absent = function.attributeDefaults().get(reference.name());
            value = caller.attributes().getOrDefault(reference.name(), absent);
          }
          if (value != null) {
            result.put(name, value);
          }
        });
    return result;
  }

  /** A subgraph whose own names are new too: a caller's value might have the same. */
  private Graph graph(Graph graph, Map<String, String> outer) {
    Map<String, String> values = new HashMap<>(outer);
    TopologicalOrder.definedNames(graph).forEach(name -> values.put(name, fresh(name)));
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    graph
        .initializers()
        .forEach((name, t) -> initializers.put(values.get(name), t.withName(values.get(name))));
    return new Graph(
        graph.name(),
        graph.nodes().stream().map(node -> node(node, values)).toList(),
        initializers,
        graph.sparseInitializers().stream().map(sparse -> sparse(sparse, values)).toList(),
        infos(graph.inputs(), values),
        infos(graph.outputs(), values),
        infos(graph.valueInfos(), values),
        graph.docString(),
        graph.metadata(),
        graph.extras());
  }

  private static SparseTensor sparse(SparseTensor tensor, Map<String, String> values) {
    return new SparseTensor(
        tensor.values().withName(values.get(tensor.name())),
        tensor.indices(),
        tensor.dims(),
        tensor.extras());
  }

  private static List<ValueInfo> infos(List<ValueInfo> infos, Map<String, String> values) {
    return infos.stream().map(v -> v.withName(values.getOrDefault(v.name(), v.name()))).toList();
  }
}
