package dev.vernier.onnx.version;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a rule sees of the graph whose nodes it rewrites, and where it puts new constants. */
final class Scope {
  private final Map<String, ValueFact> facts;
  private final Map<String, TensorData> constants;
  private final Set<String> used;
  private final Names names;
  private final Map<String, TensorData> added = new LinkedHashMap<>();
  private final Set<String> growing = new HashSet<>();

  /**
   * @param used names that some node or graph output needs
   */
  Scope(
      Map<String, ValueFact> facts,
      Map<String, TensorData> constants,
      Set<String> used,
      Names names) {
    this.facts = facts;
    this.constants = constants;
    this.used = used;
    this.names = names;
  }

  int rank(String value) {
    return facts.getOrDefault(value, ValueFact.UNKNOWN).rank();
  }

  /**
   * The element type of a node's input.
   *
   * @throws VernierException if it is not known
   */
  DataType type(Node node, int input) {
    DataType type = facts.getOrDefault(node.input(input), ValueFact.UNKNOWN).type();
    if (type == DataType.UNDEFINED) {
      throw refused(
          node,
          "the element type of its input '"
              + node.input(input)
              + "' is not known; run ONNX shape inference on the model first");
    }
    return type;
  }

  Optional<TensorData> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  boolean isUsed(String value) {
    return used.contains(value);
  }

  /** Notes that a resized value is nowhere smaller than what it was made of. */
  void markGrowing(String value) {
    growing.add(value);
  }

  boolean isGrowing(String value) {
    return growing.contains(value);
  }

  String freshName(Node node, String purpose) {
    String base = node.name().isEmpty() ? node.output(0) : node.name();
    return names.fresh(base + "_" + purpose);
  }

  /** Adds a constant; returns its name. */
  String add(Node node, String purpose, TensorData value) {
    String name = freshName(node, purpose);
    added.put(name, value.withName(name));
    constants.put(name, value);
    return name;
  }

  String addInt64s(Node node, String purpose, long... values) {
    return add(node, purpose, TensorData.ofInt64s("", new long[] {values.length}, values));
  }

  Map<String, TensorData> added() {
    return added;
  }

  /** New constants as nodes, for functions, which have no initializers. */
  List<Node> addedAsNodes() {
    List<Node> nodes = new ArrayList<>();
    added.forEach(
        (name, value) ->
            nodes.add(
                Node.of(
                    name,
                    "Constant",
                    List.of(),
                    List.of(name),
                    Map.of("value", dev.vernier.onnx.Attribute.of(value)))));
    return nodes;
  }

  static VernierException refused(Node node, String why) {
    return new VernierException(node.label() + " cannot be converted: " + why);
  }
}
