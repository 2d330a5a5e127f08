package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.Arrays;
import java.util.Optional;

/** What a node does to each channel of its input: {@code y = scale * x + shift}. */
record ChannelAffine(double[] scale, double[] shift) {

  /**
   * The affine function of a node after {@code tensor}, or empty if it is none by channel.
   *
   * @param channels number of channels of the tensor
   * @param trailing number of axes after the channel axis
   */
  static Optional<ChannelAffine> of(
      GraphEditor graph, Node node, String tensor, int channels, int trailing) {
    if (node.is("BatchNormalization")) {
      return batchNormalization(graph, node, channels);
    }
    if (!(node.is("Mul") || node.is("Add") || node.is("Sub") || node.is("Div"))) {
      return Optional.empty();
    }
    boolean first = node.input(0).equals(tensor);
    Optional<double[]> operand =
        graph
            .initializer(node.input(first ? 1 : 0))
            .flatMap(constant -> byChannel(constant, channels, trailing));
    return operand.flatMap(values -> arithmetic(node.opType(), values, first));
  }

  private static Optional<ChannelAffine> arithmetic(String op, double[] operand, boolean first) {
    double[] ones = filled(operand.length, 1);
    double[] zeros = new double[operand.length];
    return switch (op) {
      case "Mul" -> Optional.of(new ChannelAffine(operand, zeros));
      case "Add" -> Optional.of(new ChannelAffine(ones, operand));
      case "Sub" ->
          Optional.of(
              first
                  ? new ChannelAffine(ones, Arrays.stream(operand).map(v -> -v).toArray())
                  : new ChannelAffine(filled(operand.length, -1), operand));
      default -> first ? division(operand, zeros) : Optional.empty();
    };
  }

  private static Optional<ChannelAffine> division(double[] operand, double[] zeros) {
    boolean finite = Arrays.stream(operand).allMatch(value -> value != 0);
    return finite
        ? Optional.of(new ChannelAffine(Arrays.stream(operand).map(v -> 1 / v).toArray(), zeros))
        : Optional.empty();
  }

  private static double[] filled(int length, double value) {
    double[] result = new double[length];
    Arrays.fill(result, value);
    return result;
  }

  private static Optional<ChannelAffine> batchNormalization(
      GraphEditor graph, Node node, int channels) {
    double[][] inputs = new double[4][];
    for (int i = 0; i < 4; i++) {
      Optional<TensorData> constant = graph.initializer(node.input(i + 1));
      if (constant.isEmpty() || constant.get().elementCount() != channels) {
        return Optional.empty();
      }
      inputs[i] = constant.get().doubles();
    }
    if (node.intAttribute("training_mode", 0) != 0 || node.hasOutput(1)) {
      return Optional.empty();
    }
    double epsilon = node.floatAttribute("epsilon", 1e-5f);
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = inputs[0][c] / Math.sqrt(inputs[3][c] + epsilon);
      shift[c] = inputs[1][c] - inputs[2][c] * scale[c];
    }
    return Optional.of(new ChannelAffine(scale, shift));
  }

  /** A constant as a value for each channel, if broadcasting would use it as one. */
  private static Optional<double[]> byChannel(TensorData constant, int channels, int trailing) {
    if (!constant.type().isFloatingPoint()) {
      return Optional.empty();
    }
    long[] dims = constant.dims();
    // More axes than the tensor has would add axes to the result.
    if (dims.length > trailing + 2) {
      return Optional.empty();
    }
    if (constant.elementCount() == 1) {
      return Optional.of(filled(channels, constant.doubles()[0]));
    }
    int axis = dims.length - 1 - trailing;
    boolean fits = axis >= 0 && dims[axis] == channels && constant.elementCount() == channels;
    return fits ? Optional.of(constant.doubles()) : Optional.empty();
  }

  boolean isFinite() {
    return Arrays.stream(scale).allMatch(Double::isFinite)
        && Arrays.stream(shift).allMatch(Double::isFinite);
  }
}
