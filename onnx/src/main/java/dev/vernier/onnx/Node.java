package dev.vernier.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operator of a graph. An absent optional input or output is the empty string; the domain
 * {@code ai.onnx} is normalised to the empty string.
 */
public record Node(
    String name,
    String opType,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes,
    String docString,
    Extras extras) {

  public Node {
    domain = normalizedDomain(domain);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public Node(
      String name,
      String opType,
      String domain,
      List<String> inputs,
      List<String> outputs,
      Map<String, Attribute> attributes,
      String docString) {
    this(name, opType, domain, inputs, outputs, attributes, docString, Extras.NONE);
  }

  /** A node of the default domain. */
  public static Node of(
      String name,
      String opType,
      List<String> inputs,
      List<String> outputs,
      Map<String, Attribute> attributes) {
    return new Node(name, opType, "", inputs, outputs, attributes, "");
  }

  /** A node of the default domain without attributes. */
  public static Node of(String name, String opType, List<String> inputs, List<String> outputs) {
    return of(name, opType, inputs, outputs, Map.of());
  }

  static String normalizedDomain(String domain) {
    return domain == null || domain.equals("ai.onnx") ? "" : domain;
  }

  /** Whether this is the given operator of the default domain. */
  public boolean is(String type) {
    return domain.isEmpty() && opType.equals(type);
  }

  /** The input at the index, or the empty string if absent. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The output at the index, or the empty string if absent. */
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  public boolean hasInput(int index) {
    return !input(index).isEmpty();
  }

  public boolean hasOutput(int index) {
    return !output(index).isEmpty();
  }

  public boolean hasAttribute(String attribute) {
    return attributes.containsKey(attribute);
  }

  public long intAttribute(String attribute, long absent) {
    Attribute.IntValue value = attribute(attribute, Attribute.IntValue.class, "an integer");
    return value == null ? absent : value.value();
  }

  public float floatAttribute(String attribute, float absent) {
    Attribute.FloatValue value = attribute(attribute, Attribute.FloatValue.class, "a float");
    return value == null ? absent : value.value();
  }

  public String stringAttribute(String attribute, String absent) {
    Attribute.StringValue value = attribute(attribute, Attribute.StringValue.class, "a string");
    return value == null ? absent : value.text();
  }

  /** The integers, or the given ones (which may be null) if the attribute is absent. */
  public long[] intsAttribute(String attribute, long... absent) {
    if (isEmptyFloats(attribute)) {
      return new long[0];
    }
    Attribute.Ints value = attribute(attribute, Attribute.Ints.class, "a list of integers");
    return value == null ? absent : value.values();
  }

  /** The floats, or the given ones (which may be null) if the attribute is absent. */
  public float[] floatsAttribute(String attribute, float... absent) {
    Attribute.Floats value = attribute(attribute, Attribute.Floats.class, "a list of floats");
    return value == null ? absent : value.values();
  }

  /** The strings, empty if the attribute is absent. */
  public List<String> stringsAttribute(String attribute) {
    Attribute.Strings value = attribute(attribute, Attribute.Strings.class, "a list of strings");
    return value == null
        ? List.of()
        : value.values().stream().map(Attribute.StringValue::text).toList();
  }

  public Optional<TensorData> tensorAttribute(String attribute) {
    return Optional.ofNullable(attribute(attribute, Attribute.TensorValue.class, "a tensor"))
        .map(Attribute.TensorValue::value);
  }

  public Optional<Graph> graphAttribute(String attribute) {
    return Optional.ofNullable(attribute(attribute, Attribute.GraphValue.class, "a graph"))
        .map(Attribute.GraphValue::value);
  }

  /** The graphs of all attributes, in attribute order. */
  public List<Graph> subgraphs() {
    List<Graph> graphs = new ArrayList<>();
    for (Attribute attribute : attributes.values()) {
      if (attribute instanceof Attribute.GraphValue graph) {
        graphs.add(graph.value());
      } else if (attribute instanceof Attribute.Graphs many) {
        graphs.addAll(many.values());
      }
    }
    return graphs;
  }

  private boolean isEmptyFloats(String attribute) {
    return attributes.get(attribute) instanceof Attribute.Floats floats
        && floats.values().length == 0;
  }

  private <A extends Attribute> A attribute(String attribute, Class<A> type, String expected) {
    Attribute value = attributes.get(attribute);
    if (value != null && !type.isInstance(value)) {
      throw new VernierException(
          label()
              + ": attribute "
              + attribute
              + ": expected "
              + expected
              + ", but it is "
              + value.getClass().getSimpleName()
              + "; the model does not follow the ONNX operator specification");
    }
    return type.cast(value);
  }

  /** How messages name this node: its type and its name, or its first output if it has none. */
  public String label() {
    String type = domain.isEmpty() ? opType : domain + "." + opType;
    if (!name.isEmpty()) {
      return type + " '" + name + "'";
    }
    return type
        + " -> "
        + outputs.stream().filter(o -> !o.isEmpty()).findFirst().orElse("(no output)");
  }

  public Node withName(String newName) {
    return new Node(newName, opType, domain, inputs, outputs, attributes, docString, extras);
  }

  public Node withOpType(String newType) {
    return new Node(name, newType, domain, inputs, outputs, attributes, docString, extras);
  }

  public Node withInputs(List<String> newInputs) {
    return new Node(name, opType, domain, newInputs, outputs, attributes, docString, extras);
  }

  public Node withOutputs(List<String> newOutputs) {
    return new Node(name, opType, domain, inputs, newOutputs, attributes, docString, extras);
  }

  public Node withAttributes(Map<String, Attribute> newAttributes) {
    return new Node(name, opType, domain, inputs, outputs, newAttributes, docString, extras);
  }

  /** This node with one attribute set. */
  public Node withAttribute(String attribute, Attribute value) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    changed.put(attribute, value);
    return withAttributes(changed);
  }

  /** This node without the named attributes. */
  public Node withoutAttributes(String... names) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    for (String attribute : names) {
      changed.remove(attribute);
    }
    return withAttributes(changed);
  }
}
