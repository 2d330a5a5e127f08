package dev.vernier.onnx.edit;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mutable copy of a graph. Nodes are found by identity: pass those that {@link #nodes()}, {@link
 * #producer} or {@link #consumers} returned, and use what a change returns from then on. Uses
 * inside subgraphs count as uses of the node that holds the subgraph. Not safe for several threads.
 */
public final class GraphEditor {
  private final Graph original;
  private final List<Node> nodes;
  private final Map<String, TensorData> initializers;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;
  private final List<ValueInfo> valueInfos;
  private final Set<String> reserved = new HashSet<>();
  private Index index;

  /** Where names are made and used; dropped whenever nodes change. */
  private record Index(Map<String, Node> producers, Map<String, List<Node>> consumers) {}

  public GraphEditor(Graph graph) {
    original = graph;
    nodes = new ArrayList<>(graph.nodes());
    initializers = new LinkedHashMap<>(graph.initializers());
    inputs = new ArrayList<>(graph.inputs());
    outputs = new ArrayList<>(graph.outputs());
    valueInfos = new ArrayList<>(graph.valueInfos());
    reserve(graph);
    graph.nodes().forEach(node -> reserved.add(node.name()));
  }

  private void reserve(Graph graph) {
    reserved.addAll(TopologicalOrder.definedNames(graph));
    graph.outputs().forEach(output -> reserved.add(output.name()));
    for (Node node : graph.nodes()) {
      reserved.addAll(node.inputs());
      node.subgraphs().forEach(this::reserve);
    }
  }

  /** The nodes as they are now; the list is a copy. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  public List<ValueInfo> inputs() {
    return List.copyOf(inputs);
  }

  public List<ValueInfo> outputs() {
    return List.copyOf(outputs);
  }

  /** The node whose output has the name. */
  public Optional<Node> producer(String tensor) {
    return Optional.ofNullable(index().producers().get(tensor));
  }

  /** Nodes that use the tensor, themselves or in a subgraph, in graph order, each once. */
  public List<Node> consumers(String tensor) {
    return List.copyOf(index().consumers().getOrDefault(tensor, List.of()));
  }

  public boolean isGraphOutput(String tensor) {
    return outputs.stream().anyMatch(output -> output.name().equals(tensor));
  }

  public Optional<TensorData> initializer(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  /** The declared type of a value, if the graph states it. */
  public Optional<ValueInfo> declared(String tensor) {
    return java.util.stream.Stream.of(inputs, outputs, valueInfos)
        .flatMap(List::stream)
        .filter(info -> info.name().equals(tensor))
        .findFirst();
  }

  private Index index() {
    if (index == null) {
      index = new Index(new HashMap<>(), new HashMap<>());
      for (Node node : nodes) {
        for (String output : node.outputs()) {
          index.producers().put(output, node);
        }
        for (String used : TopologicalOrder.usedNames(node)) {
          index.consumers().computeIfAbsent(used, name -> new ArrayList<>()).add(node);
        }
      }
      index.producers().remove("");
    }
    return index;
  }

  /** Whether the node, not only an equal one, is in the graph. */
  public boolean contains(Node node) {
    return nodes.stream().anyMatch(n -> n == node);
  }

  private int indexOf(Node node) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) == node) {
        return i;
      }
    }
    throw new IllegalArgumentException(node.label() + " is not in the graph (any more)");
  }

  private void changed(Collection<Node> added) {
    index = null;
    for (Node node : added) {
      reserved.add(node.name());
      reserved.addAll(node.outputs());
    }
  }

  /** Puts nodes in the place of one; returns the first of them. */
  public Node replaceNode(Node old, Node... replacements) {
    int at = indexOf(old);
    nodes.remove(at);
    nodes.addAll(at, Arrays.asList(replacements));
    changed(Arrays.asList(replacements));
    return replacements[0];
  }

  public void removeNode(Node node) {
    nodes.remove(indexOf(node));
    index = null;
  }

  public void insertBefore(Node place, Node... added) {
    nodes.addAll(indexOf(place), Arrays.asList(added));
    changed(Arrays.asList(added));
  }

  /** Adds nodes at the end. */
  public void addNodes(Node... added) {
    nodes.addAll(Arrays.asList(added));
    changed(Arrays.asList(added));
  }

  /**
   * Adds an initializer, or replaces the one of its name.
   *
   * @return its name
   */
  public String addInitializer(TensorData tensor) {
    if (producer(tensor.name()).isPresent()) {
      throw new VernierException("initializer '" + tensor.name() + "': a node has this output");
    }
    initializers.put(tensor.name(), tensor);
    reserved.add(tensor.name());
    return tensor.name();
  }

  /** Declares the type of a value, replacing an earlier declaration among intermediate values. */
  public void declare(ValueInfo info) {
    valueInfos.removeIf(old -> old.name().equals(info.name()));
    valueInfos.add(info);
  }

  public void addInput(ValueInfo info) {
    inputs.add(info);
    reserved.add(info.name());
  }

  /** Stops listing a value among the inputs; an initializer of its name stays. */
  public void removeInput(String tensor) {
    inputs.removeIf(input -> input.name().equals(tensor));
  }

  public void addOutput(ValueInfo info) {
    outputs.add(info);
    reserved.add(info.name());
  }

  /** Makes every use of a tensor by nodes (not as graph output) a use of another. */
  public void replaceUses(String tensor, String replacement) {
    replaceUses(tensor, replacement, consumers(tensor));
  }

  /** Makes the uses of a tensor by the given nodes uses of another; returns the changed nodes. */
  public List<Node> replaceUses(String tensor, String replacement, Collection<Node> users) {
    Set<Node> wanted = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(users);
    List<Node> results = new ArrayList<>();
    Map<String, String> names = Map.of(tensor, replacement);
    for (int i = 0; i < nodes.size(); i++) {
      if (wanted.contains(nodes.get(i))) {
        nodes.set(i, Renaming.inputs(nodes.get(i), names));
        results.add(nodes.get(i));
      }
    }
    index = null;
    return results;
  }

  /**
   * Gives a tensor another name everywhere, graph inputs and outputs included.
   *
   * @throws VernierException if the new name is taken
   */
  public void renameTensor(String tensor, String newName) {
    if (tensor.equals(newName)) {
      return;
    }
    if (reserved.contains(newName)) {
      throw new VernierException(
          "tensor '" + tensor + "': the new name '" + newName + "' is taken");
    }
    Map<String, String> names = Map.of(tensor, newName);
    nodes.replaceAll(node -> Renaming.all(node, names));
    for (List<ValueInfo> infos : List.of(inputs, outputs, valueInfos)) {
      infos.replaceAll(info -> info.name().equals(tensor) ? info.withName(newName) : info);
    }
    renameInitializer(tensor, newName);
    reserved.add(newName);
    index = null;
  }

  private void renameInitializer(String tensor, String newName) {
    if (!initializers.containsKey(tensor)) {
      return;
    }
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    initializers.forEach(
        (name, data) -> {
          boolean hit = name.equals(tensor);
          renamed.put(hit ? newName : name, hit ? data.withName(newName) : data);
        });
    initializers.clear();
    initializers.putAll(renamed);
  }

  /** A name that nothing has: the prefix itself if free, else with a number appended. */
  public String freshName(String prefix) {
    String name = prefix;
    for (int i = 1; name.isEmpty() || !reserved.add(name); i++) {
      name = prefix + "_" + i;
    }
    return name;
  }

  /**
   * Removes nodes whose outputs nobody needs, then initializers (with their graph inputs) and
   * declared types of values that nobody uses. Graph inputs that must be fed stay.
   */
  public void removeUnused() {
    Set<String> needed = new HashSet<>();
    outputs.forEach(output -> needed.add(output.name()));
    topologicalSort();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(TopologicalOrder.usedNames(nodes.get(i)));
      } else {
        nodes.remove(i);
      }
    }
    inputs.removeIf(i -> initializers.containsKey(i.name()) && !needed.contains(i.name()));
    initializers.keySet().retainAll(needed);
    Set<String> made = new HashSet<>();
    nodes.forEach(node -> made.addAll(node.outputs()));
    valueInfos.removeIf(
        info -> !made.contains(info.name()) && !initializers.containsKey(info.name()));
    index = null;
  }

  /**
   * Orders the nodes so that each follows those it depends on, otherwise as they stand.
   *
   * @throws VernierException if there is a cycle
   */
  public void topologicalSort() {
    List<Node> sorted = TopologicalOrder.sort(nodes);
    nodes.clear();
    nodes.addAll(sorted);
    index = null;
  }

  /** The graph as edited, in topological order. */
  public Graph toGraph() {
    return original
        .withNodes(TopologicalOrder.sort(nodes))
        .withInitializers(initializers)
        .withInputs(inputs)
        .withOutputs(outputs)
        .withValueInfos(valueInfos);
  }
}
