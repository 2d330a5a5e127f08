package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies the channels of a tensor by positive factors, by way of the constants of what computes
 * it: scale and bias of a LayerNormalization, the row that a Mul or an Add reads, weight and bias
 * of Gemm, MatMul and Conv; through Relu, which commutes with such factors, and through Reshape,
 * which keeps the last axis wherever the constant before it has as many elements as that axis.
 */
final class ChannelDivision {
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  private final GraphEditor graph;
  private final double[] factors;
  private final boolean last;
  private final List<Constant> constants = new ArrayList<>();

  /** A constant to be scaled, with what each of its elements is scaled by. */
  private record Constant(Node reader, int input, float[] values) {}

  private ChannelDivision(GraphEditor graph, double[] factors, boolean last) {
    this.graph = graph;
    this.factors = factors;
    this.last = last;
  }

  /**
   * Multiplies a tensor, if what computes it has constants to do so; all its readers then read the
   * product under the same name.
   *
   * @param last whether channels are along the last axis, else along axis 1
   * @return false: nothing has changed
   */
  static boolean multiply(GraphEditor graph, String tensor, double[] factors, boolean last) {
    ChannelDivision division = new ChannelDivision(graph, factors, last);
    boolean possible = division.reaches(tensor);
    if (possible) {
      division.constants.forEach(division::write);
    }
    return possible;
  }

  /** Finds the constants; what is found is of use only if true. */
  private boolean reaches(String tensor) {
    Optional<Node> producer = graph.producer(tensor);
    if (producer.isEmpty() || graph.isGraphOutput(tensor)) {
      return false;
    }
    Node node = producer.get();
    return switch (node.opType()) {
      case "Relu" -> reachesThrough(node.input(0));
      case "Reshape" -> last && reachesThrough(node.input(0));
      case "LayerNormalization" ->
          last
              && !node.hasOutput(1)
              && row(node, WEIGHT)
              && (!node.hasInput(BIAS) || row(node, BIAS));
      case "Mul" -> last && (row(node, 0) || row(node, 1));
      case "Add" -> last && (row(node, 0) ? reachesThrough(node.input(1)) : addend(node));
      case "MatMul" -> last && layer(node, LayerWeights.ofProduct(node, graph::initializer));
      case "Gemm" -> layer(node, LayerWeights.of(node, graph::initializer)) && bias(node);
      case "Conv" -> !last && layer(node, LayerWeights.of(node, graph::initializer)) && bias(node);
      default -> false;
    };
  }

  private boolean addend(Node add) {
    return row(add, 1) && reachesThrough(add.input(0));
  }

  private boolean reachesThrough(String tensor) {
    long readers = graph.consumers(tensor).stream().filter(node -> !readsNoValue(node)).count();
    return readers == 1 && reaches(tensor);
  }

  /** Whether a node is indifferent to the values of what it reads. */
  static boolean readsNoValue(Node node) {
    return node.is("Shape") || node.is("Size");
  }

  /** A constant with one element a channel, along the last axis. */
  private boolean row(Node node, int input) {
    Optional<TensorData> data =
        graph.initializer(node.input(input)).filter(d -> d.type() == DataType.FLOAT);
    boolean fits =
        data.isPresent()
            && data.get().rank() > 0
            && data.get().elementCount() == factors.length
            && data.get().dims()[data.get().rank() - 1] == factors.length;
    if (fits) {
      constants.add(new Constant(node, input, scaled(data.get().floats())));
    }
    return fits;
  }

  private boolean bias(Node node) {
    return !node.hasInput(BIAS) || row(node, BIAS);
  }

  private boolean layer(Node node, Optional<LayerWeights> weights) {
    boolean fits = weights.isPresent() && weights.get().outputs() == factors.length;
    if (fits) {
      float[] values = weights.get().weight().floats();
      weights.get().scaleOutputs(values, factors);
      constants.add(new Constant(node, WEIGHT, values));
    }
    return fits;
  }

  private float[] scaled(float[] values) {
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (values[c] * factors[c]);
    }
    return values;
  }

  private void write(Constant constant) {
    Node reader = graph.producer(constant.reader().output(0)).orElseThrow();
    TensorData old = graph.initializer(reader.input(constant.input())).orElseThrow();
    String name = WeightEdit.replace(graph, old, constant.values(), old.dims());
    if (!name.equals(old.name())) {
      List<String> inputs = new ArrayList<>(reader.inputs());
      inputs.set(constant.input(), name);
      graph.replaceNode(reader, reader.withInputs(inputs));
    }
  }
}
