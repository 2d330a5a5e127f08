package dev.vernier.engine;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Collects the nodes that a {@link CompositeOperator} stands for. */
public final class Expansion {
  /** Version of the default domain whose operators expansions are written in. */
  private static final long OPSET = 24;

  private final Node node;
  private final Predicate<String> taken;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, String> results = new HashMap<>();
  private int count;

  /** A node of the expansion and the version of its operator set. */
  record Step(Node node, long opset) {}

  Expansion(Node node, Predicate<String> taken) {
    this.node = node;
    this.taken = taken;
  }

  /** Whether the node gives input {@code i}. */
  public boolean has(int i) {
    return node.hasInput(i);
  }

  /** Name of input {@code i}, empty if the node leaves it out. */
  public String input(int i) {
    return node.hasInput(i) ? node.input(i) : "";
  }

  /** Number of inputs the node names. */
  public int inputs() {
    return node.inputs().size();
  }

  /** Whether the node names output {@code i}. */
  public boolean wants(int i) {
    return node.hasOutput(i);
  }

  /** Adds a node of one output without attributes; gives the name of its output. */
  public String add(String opType, String... inputs) {
    return add(opType, Map.of(), inputs);
  }

  /** Adds a node of one output; gives the name of its output. */
  public String add(String opType, Map<String, Attribute> attributes, String... inputs) {
    return add("", opType, OPSET, attributes, 1, inputs).get(0);
  }

  /** Adds a node of any domain, operator set version and number of outputs. */
  public List<String> add(
      String domain,
      String opType,
      long opset,
      Map<String, Attribute> attributes,
      int outputs,
      String... inputs) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(freshName());
    }
    Node added = new Node(node.name(), opType, domain, List.of(inputs), names, attributes, "");
    steps.add(new Step(added, opset));
    return names;
  }

  private String freshName() {
    String base = node.outputs().stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
    String name;
    do {
      name = base + "/" + node.opType() + count++;
    } while (taken.test(name));
    return name;
  }

  /** A constant. */
  public String constant(TensorData value) {
    return add("Constant", Map.of("value", Attribute.of(value)));
  }

  /** A FLOAT scalar. */
  public String scalar(float value) {
    return add("Constant", Map.of("value_float", Attribute.of(value)));
  }

  /** A vector of 64-bit integers. */
  public String longs(long... values) {
    return add("Constant", Map.of("value_ints", Attribute.ofInts(values)));
  }

  /** Makes a value that was added the node's output {@code i}, if the node names that. */
  public void result(int i, String value) {
    if (wants(i)) {
      results.put(value, node.output(i));
    }
  }

  /** The types of the nodes but constants, each once, in order. */
  List<String> operators() {
    return steps.stream()
        .map(s -> s.node().opType())
        .filter(type -> !type.equals("Constant"))
        .distinct()
        .toList();
  }

  /** The nodes, with the node's outputs in place. */
  List<Step> steps() {
    return steps.stream().map(s -> new Step(renamed(s.node), s.opset)).toList();
  }

  private Node renamed(Node added) {
    return added.withInputs(renamed(added.inputs())).withOutputs(renamed(added.outputs()));
  }

  private List<String> renamed(List<String> names) {
    return names.stream().map(n -> results.getOrDefault(n, n)).toList();
  }
}
