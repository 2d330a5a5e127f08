package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an operator set says of an operator's nodes: how many inputs and outputs they have, of which
 * types, and their attributes.
 *
 * @param attributes names with the letter of their kind: i, f, s, t, g for one integer, float,
 *     string, tensor, graph, upper case for lists of them, other letters for other kinds
 * @param required names of attributes that a node must have
 */
public record Signature(
    int minInputs,
    int maxInputs,
    int minOutputs,
    int maxOutputs,
    List<Input> inputs,
    Map<String, Character> attributes,
    Set<String> required) {

  /**
   * A formal input; the last one of an operator may stand for many.
   *
   * @param variable inputs of the same variable have the same type; "-" for none
   * @param mixed whether the many inputs it stands for may be of several types
   * @param types null if it may hold something other than tensors
   */
  public record Input(
      String variable, boolean optional, boolean repeated, boolean mixed, EnumSet<DataType> types) {

    private boolean accepts(DataType type) {
      return types == null || type == DataType.UNDEFINED || types.contains(type);
    }

    /** Whether it stands for several inputs of one type, none of which may be left out. */
    private boolean isUniform() {
      return repeated && !mixed;
    }

    private boolean binds() {
      return !variable.equals("-") && !mixed && types != null;
    }
  }

  /** The signature of an operator of the engine's own that takes codes of these types. */
  static Signature ofCodes(CodeParameters... codes) {
    List<Input> inputs =
        Arrays.stream(codes)
            .map(c -> new Input("-", false, false, false, EnumSet.of(c.type())))
            .toList();
    return new Signature(
        inputs.size(), inputs.size(), 1, Integer.MAX_VALUE, inputs, Map.of(), Set.of());
  }

  /** Why a node cannot be one of this operator, whatever its inputs are; null if it can. */
  public String problem(Node node) {
    String inputs = count("input", trimmed(node.inputs()), minInputs, maxInputs);
    if (inputs != null) {
      return inputs;
    }
    for (int i = 0; i < trimmed(node.inputs()); i++) {
      if (!node.hasInput(i) && (!input(i).optional() && i < minInputs || input(i).isUniform())) {
        return "input " + i + " is missing";
      }
    }
    String outputs = count("output", trimmed(node.outputs()), minOutputs, maxOutputs);
    if (outputs != null) {
      return outputs;
    }
    return required.stream()
        .filter(a -> !node.hasAttribute(a))
        .findFirst()
        .map(a -> "attribute '" + a + "' is missing")
        .orElse(null);
  }

  /** The number of names without the empty ones at the end, which stand for nothing. */
  static int trimmed(List<String> names) {
    int count = names.size();
    while (count > 0 && names.get(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  private static String count(String what, int actual, int min, int max) {
    if (actual >= min && actual <= max) {
      return null;
    }
    String expected =
        min == max ? "" + min : max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
    return actual + " " + what + (actual == 1 ? "" : "s") + ": expected " + expected;
  }

  /**
   * Checks the types of a node's own inputs.
   *
   * @param count number of the node's own inputs, which come first
   * @throws IllegalArgumentException naming the input that does not fit
   */
  void checkTypes(List<TensorFact> facts, int count) {
    Map<String, DataType> bound = new HashMap<>();
    for (int i = 0; i < Math.min(count, facts.size()); i++) {
      TensorFact fact = facts.get(i);
      if (fact != null && fact.type() != DataType.UNDEFINED) {
        check(i, fact.type(), bound);
      }
    }
  }

  private void check(int index, DataType type, Map<String, DataType> bound) {
    Input input = input(index);
    if (!input.accepts(type)) {
      throw new IllegalArgumentException(
          "input " + index + " is of type " + type + ": expected one of " + input.types());
    }
    DataType known = input.binds() ? bound.putIfAbsent(input.variable(), type) : null;
    if (known != null && known != type) {
      throw new IllegalArgumentException(
          "input " + index + " is of type " + type + ": expected " + known + " as of the others");
    }
  }

  /** The formal input that an actual one stands for. */
  public Input input(int index) {
    return inputs.get(Math.min(index, inputs.size() - 1));
  }
}
