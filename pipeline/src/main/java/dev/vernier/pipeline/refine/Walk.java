package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Value;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through a model from its inputs on, all samples side by side, so that constants ahead can be
 * changed by what was seen so far and no node need be run from the start again. It holds, for each
 * sample, only what nodes ahead read; values between QuantizeLinear and DequantizeLinear as codes.
 * For one thread.
 */
final class Walk {
  private final OnnxModel model;
  private final Graph graph;
  private final Map<String, TensorData> constants;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final List<Map<String, Value>> held = new ArrayList<>();

  /** A walk with these inputs of each sample. */
  Walk(OnnxModel model, List<Map<String, Tensor>> samples) {
    this.model = model;
    this.graph = model.graph();
    this.constants = new LinkedHashMap<>(graph.initializers());
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      for (String used : TopologicalOrder.usedNames(node)) {
        readers.computeIfAbsent(used, name -> new ArrayList<>()).add(node);
      }
    }
    graph.realInputs().stream().map(ValueInfo::name).forEach(done::add);
    samples.forEach(sample -> held.add(new LinkedHashMap<>(sample)));
  }

  /** How many samples walk. */
  int samples() {
    return held.size();
  }

  TensorData constant(String name) {
    return constants.get(name);
  }

  /** Changes a constant for the nodes ahead. */
  void setConstant(TensorData value) {
    constants.put(value.name(), value);
  }

  /**
   * Computes tensors for every sample and goes on to behind them; a tensor that comes from
   * DequantizeLinear is held as its codes.
   */
  void advance(Set<String> tensors) {
    Set<String> targets = new LinkedHashSet<>();
    tensors.forEach(tensor -> addStored(tensor, targets));
    targets.removeIf(done::contains);
    if (targets.isEmpty()) {
      return;
    }
    List<Node> nodes = ancestors(targets);
    Set<String> made = new LinkedHashSet<>();
    nodes.stream().filter(node -> !isCheap(node)).forEach(node -> made.addAll(node.outputs()));
    made.remove("");
    done.addAll(made);
    Set<String> results = new LinkedHashSet<>(targets);
    made.stream().filter(this::isReadAhead).forEach(results::add);
    Segment segment = new Segment(model, nodes, constants, results, held.get(0));
    for (Map<String, Value> values : held) {
      values.putAll(segment.run(values));
      values.keySet().removeIf(name -> !targets.contains(name) && !isReadAhead(name));
    }
  }

  /** A tensor of a sample that {@link #advance} has computed last. */
  Tensor held(int sample, String tensor) {
    return held.get(sample).get(tensor).tensor();
  }

  /** What receives a tensor of each sample in turn. */
  interface Visitor {
    void accept(int sample, Tensor value);
  }

  /** Computes a tensor for every sample without going on, so that it can be computed again. */
  void peek(String tensor, Visitor visitor) {
    List<Node> nodes = ancestors(Set.of(tensor));
    Segment segment = new Segment(model, nodes, constants, List.of(tensor), held.get(0));
    for (int i = 0; i < held.size(); i++) {
      visitor.accept(i, segment.run(held.get(i)).get(tensor).tensor());
    }
  }

  /** Dequantizing is repeated rather than its result held, which takes four times the memory. */
  private static boolean isCheap(Node node) {
    return node.is("DequantizeLinear");
  }

  private void addStored(String tensor, Set<String> targets) {
    Node node = producers.get(tensor);
    if (node != null && isCheap(node)) {
      node.inputs().forEach(input -> addStored(input, targets));
    } else if (!constants.containsKey(tensor)) {
      targets.add(tensor);
    }
  }

  /** The nodes not run yet that the tensors depend on, in graph order. */
  private List<Node> ancestors(Set<String> tensors) {
    Set<Node> needed = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    tensors.forEach(tensor -> collect(tensor, needed));
    return graph.nodes().stream().filter(needed::contains).toList();
  }

  private void collect(String tensor, Set<Node> needed) {
    List<String> open = new ArrayList<>(List.of(tensor));
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      Node node = done.contains(name) ? null : producers.get(name);
      if (node != null && needed.add(node)) {
        open.addAll(TopologicalOrder.usedNames(node));
      }
    }
  }

  /** Whether a node not run yet reads the tensor, directly or dequantized. */
  private boolean isReadAhead(String tensor) {
    for (Node reader : readers.getOrDefault(tensor, List.of())) {
      boolean ahead =
          isCheap(reader)
              ? isReadAhead(reader.output(0))
              : reader.outputs().stream().noneMatch(done::contains);
      if (ahead) {
        return true;
      }
    }
    return false;
  }
}
