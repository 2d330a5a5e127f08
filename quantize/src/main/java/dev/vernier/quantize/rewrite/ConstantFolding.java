package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns nodes whose inputs are all constant into initializers. Dequantized constants stay as they
 * are, for they are stored small on purpose; so do results too large to be worth storing.
 */
final class ConstantFolding implements GraphRewrite {

  private static final Set<String> KEPT =
      Set.of(
          "DequantizeLinear",
          "QuantizeLinear",
          "RandomNormal",
          "RandomUniform",
          "Multinomial",
          "Bernoulli",
          "RandomNormalLike",
          "RandomUniformLike");

  /** A result larger than its inputs and this many bytes stays computed. */
  private static final long LARGEST_GROWTH = 1 << 24;

  /** Bytes of all results larger than their inputs: what a model of nodes alone may grow to. */
  private static final long MOST_GROWTH = 1 << 28;

  @Override
  public String name() {
    return "fold constants";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    graph.topologicalSort();
    long[] grown = new long[1];
    Nodes.visit(graph, node -> fold(graph, node, context, grown));
  }

  private static boolean fold(GraphEditor graph, Node node, Context context, long[] grown) {
    if (KEPT.contains(node.opType())
        || !node.subgraphs().isEmpty()
        || node.outputs().stream().anyMatch(graph::isGraphOutput)) {
      return false;
    }
    Optional<List<TensorData>> inputs = constants(graph, node);
    if (inputs.isEmpty()) {
      return false;
    }
    Optional<List<TensorData>> outputs =
        node.is("Constant")
            ? constant(node).map(List::of)
            : context.evaluator().evaluate(node, inputs.get(), context.opset());
    boolean worth = outputs.isPresent() && isWorthStoring(inputs.get(), outputs.get(), grown);
    if (worth) {
      replace(graph, node, outputs.get());
    }
    return worth;
  }

  private static Optional<List<TensorData>> constants(GraphEditor graph, Node node) {
    List<TensorData> values = new ArrayList<>();
    for (String input : node.inputs()) {
      Optional<TensorData> value = graph.initializer(input);
      if (!input.isEmpty() && value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.orElse(null));
    }
    return Optional.of(values);
  }

  private static boolean isWorthStoring(
      List<TensorData> inputs, List<TensorData> outputs, long[] grown) {
    long before =
        inputs.stream().filter(input -> input != null).mapToLong(TensorData::byteSize).sum();
    long after =
        outputs.stream().filter(output -> output != null).mapToLong(TensorData::byteSize).sum();
    boolean worth = after <= before || (after <= LARGEST_GROWTH && grown[0] + after <= MOST_GROWTH);
    grown[0] += worth && after > before ? after : 0;
    return worth;
  }

  private static void replace(GraphEditor graph, Node node, List<TensorData> outputs) {
    graph.removeNode(node);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        graph.addInitializer(outputs.get(i).withName(node.output(i)));
      }
    }
  }

  /** The value of a Constant node in any of its spellings but the sparse one. */
  private static Optional<TensorData> constant(Node node) {
    String name = node.output(0);
    for (Attribute value : node.attributes().values()) {
      if (value instanceof Attribute.TensorValue tensor) {
        return Optional.of(tensor.value());
      } else if (value instanceof Attribute.FloatValue scalar) {
        return Optional.of(TensorData.ofFloats(name, new long[0], scalar.value()));
      } else if (value instanceof Attribute.Floats many) {
        float[] values = many.values();
        return Optional.of(TensorData.ofFloats(name, new long[] {values.length}, values));
      } else if (value instanceof Attribute.IntValue scalar) {
        return Optional.of(TensorData.ofInt64s(name, new long[0], scalar.value()));
      } else if (value instanceof Attribute.Ints many) {
        long[] values = many.values();
        return Optional.of(TensorData.ofInt64s(name, new long[] {values.length}, values));
      }
    }
    return Optional.empty();
  }
}
