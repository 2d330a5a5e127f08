package dev.vernier.quantize.refine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Expected values of channels that follow from the model alone. What leaves a batch normalisation
 * is taken for normally distributed with its shift as mean and the magnitude of its scale as
 * standard deviation, as it was in training; activations clip that, sums add means, averages keep
 * them. Everything else is unknown.
 */
public final class ChannelMeans {
  private static final double FREE = Double.POSITIVE_INFINITY;
  private static final ClippedNormal WHOLE = new ClippedNormal(-FREE, FREE, 0);

  private final Map<String, Node> normalizations = new HashMap<>();
  private final GraphIndex given;
  private final GraphIndex prepared;
  private final Map<String, Optional<double[]>> known = new HashMap<>();

  private ChannelMeans(GraphIndex given, GraphIndex prepared) {
    this.given = given;
    this.prepared = prepared;
    for (Node node : given.graph().nodes()) {
      if (node.is("BatchNormalization") && node.intAttribute("training_mode", 0) == 0) {
        normalizations.put(node.output(0), node);
      }
    }
  }

  /**
   * Means of tensors of a prepared model.
   *
   * @param given the model before preparation, which still has batch normalisations
   */
  public static ChannelMeans of(OnnxModel given, OnnxModel prepared) {
    ChannelMeans means =
        new ChannelMeans(GraphIndex.of(given.graph()), GraphIndex.of(prepared.graph()));
    // In graph order, so that no chain of operators makes a deep recursion.
    for (Node node : prepared.graph().nodes()) {
      node.outputs().forEach(output -> means.known.put(output, means.find(output, node)));
    }
    return means;
  }

  /** The expected value of each channel of a tensor; empty if it is unknown. */
  public Optional<double[]> of(String tensor) {
    return known.getOrDefault(tensor, Optional.empty());
  }

  private Optional<double[]> find(String tensor, Node producer) {
    return clipped(tensor, WHOLE).or(() -> after(producer));
  }

  private Optional<double[]> after(Node node) {
    String input = node.input(0);
    return switch (node.opType()) {
      case "Relu" -> clipped(input, new ClippedNormal(0, FREE, 0));
      case "LeakyRelu" ->
          clipped(input, new ClippedNormal(0, FREE, node.floatAttribute("alpha", 0.01f)));
      case "Clip" -> limits(node).flatMap(limits -> clipped(input, limits));
      case "Add" -> of(input).flatMap(one -> of(node.input(1)).flatMap(two -> sum(one, two)));
      case "AveragePool" ->
          node.intAttribute("count_include_pad", 0) == 0 ? of(input) : Optional.empty();
      // After a global average each channel is one element, in the same order.
      case "GlobalAveragePool", "Flatten", "Reshape", "Squeeze" -> of(input);
      default -> Optional.empty();
    };
  }

  /** The means of a normalised tensor after an activation. */
  private Optional<double[]> clipped(String tensor, ClippedNormal activation) {
    Node node = normalizations.get(tensor);
    if (node == null) {
      return Optional.empty();
    }
    Optional<TensorData> scale = given.constant(node.input(1));
    Optional<TensorData> shift = given.constant(node.input(2));
    return scale.flatMap(s -> shift.map(m -> means(m.doubles(), s.doubles(), activation)));
  }

  private static double[] means(double[] shift, double[] scale, ClippedNormal activation) {
    double[] means = new double[shift.length];
    for (int c = 0; c < means.length; c++) {
      means[c] = activation.mean(shift[c], Math.abs(scale[c]));
    }
    return means;
  }

  private Optional<ClippedNormal> limits(Node clip) {
    Optional<Double> low = limit(clip.input(1), -FREE);
    Optional<Double> high = limit(clip.input(2), FREE);
    return low.flatMap(l -> high.map(h -> new ClippedNormal(l, h, 0)));
  }

  private Optional<Double> limit(String tensor, double absent) {
    return tensor.isEmpty()
        ? Optional.of(absent)
        : prepared.constant(tensor).map(constant -> constant.doubles()[0]);
  }

  private static Optional<double[]> sum(double[] one, double[] two) {
    if (one.length != two.length) {
      return Optional.empty();
    }
    double[] sum = one.clone();
    for (int c = 0; c < sum.length; c++) {
      sum[c] += two[c];
    }
    return Optional.of(sum);
  }
}
