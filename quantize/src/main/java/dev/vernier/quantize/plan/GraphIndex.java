package dev.vernier.quantize.plan;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who produces and who reads each tensor of a graph; read-only. */
public final class GraphIndex {

  /** An input of a node. */
  public record Use(Node node, int input) {
    String key() {
      return GraphIndex.key(node);
    }
  }

  private final Graph graph;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> captured = new HashSet<>();

  private GraphIndex(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(this::add);
    graph.outputs().stream().map(ValueInfo::name).forEach(outputs::add);
  }

  public static GraphIndex of(Graph graph) {
    return new GraphIndex(graph);
  }

  /**
   * Identifies a node of a graph: the name of its first output, unique as each tensor has one
   * producer.
   */
  public static String key(Node node) {
    return node.outputs().stream().filter(name -> !name.isEmpty()).findFirst().orElse(node.name());
  }

  private void add(Node node) {
    node.outputs().stream().filter(name -> !name.isEmpty()).forEach(o -> producers.put(o, node));
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!node.inputs().get(i).isEmpty()) {
        uses.computeIfAbsent(node.inputs().get(i), k -> new ArrayList<>()).add(new Use(node, i));
      }
    }
    node.subgraphs().forEach(this::capture);
  }

  private void capture(Graph subgraph) {
    subgraph.outputs().stream().map(ValueInfo::name).forEach(captured::add);
    for (Node node : subgraph.nodes()) {
      captured.addAll(node.inputs());
      node.subgraphs().forEach(this::capture);
    }
  }

  public Graph graph() {
    return graph;
  }

  /** The node that computes the tensor; empty for inputs and initializers. */
  public Optional<Node> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** Readers in this graph, in node order. */
  public List<Use> uses(String tensor) {
    return uses.getOrDefault(tensor, List.of());
  }

  public boolean isOutput(String tensor) {
    return outputs.contains(tensor);
  }

  /** Whether a subgraph may read the tensor. */
  public boolean isCaptured(String tensor) {
    return captured.contains(tensor);
  }

  public Optional<TensorData> constant(String tensor) {
    return Optional.ofNullable(graph.initializers().get(tensor));
  }

  /** Whether exactly one input of one node reads the tensor and nothing else can see it. */
  public boolean hasSingleReader(String tensor) {
    return uses(tensor).size() == 1 && !isOutput(tensor) && !isCaptured(tensor);
  }
}
