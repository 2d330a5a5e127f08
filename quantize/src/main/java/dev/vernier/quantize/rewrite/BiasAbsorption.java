package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Absorption of high biases: where a channel is far above zero before a Relu, the constant {@code c
 * = max(0, mean - 3 deviations)} is taken off the bias of the layer before and given, times its
 * weights, to the bias of the layer after (M. Nagel et al., "Data-Free Quantization Through Weight
 * Equalization and Bias Correction", ICCV 2019, section 4.1.3). The range between them shrinks.
 *
 * <p>The Relu commutes with it for values of at least c. The paper accepts that a share of 0.1 % of
 * a normal distribution is below; here c is at most the least value seen, so that the function of
 * the model stays as it is on all samples seen. Likewise a Clip from 0 to L stands between only
 * where no value, with a quarter to spare, reaches L; limits for each channel, as equalisation
 * leaves them, are moved.
 */
public final class BiasAbsorption {
  private static final double DEVIATIONS = 3;

  /** Room for values larger than those seen. */
  private static final double MARGIN = 1.25;

  private static final Set<String> BETWEEN =
      Set.of("Relu", "LeakyRelu", "PRelu", "MaxPool", "GlobalAveragePool");

  private BiasAbsorption() {}

  /**
   * The values of the channels of a tensor.
   *
   * @param mean one a channel; likewise the others
   * @param deviation the standard deviation
   * @param min the least value seen
   * @param max the largest value seen
   */
  public record Spread(double[] mean, double[] deviation, double[] min, double[] max) {}

  /** Tensors whose spread by channel, axis 1, decides. */
  public static Set<String> tensors(OnnxModel prepared) {
    Set<String> tensors = new TreeSet<>();
    pairs(prepared).forEach(pair -> tensors.add(pair.first().output(0)));
    return tensors;
  }

  private static List<LayerPair> pairs(OnnxModel prepared) {
    Graph graph = prepared.graph();
    return LayerPair.of(graph, node -> passes(node, graph)).stream()
        .filter(pair -> !pair.between().isEmpty())
        .filter(pair -> ChannelShifting.readsNoPadding(pair.second()))
        .filter(pair -> limitsAreOfChannels(pair, graph))
        .toList();
  }

  private static boolean limitsAreOfChannels(LayerPair pair, Graph graph) {
    int channels = LayerWeights.of(pair.first(), graph).orElseThrow().outputs();
    return pair.between().stream()
        .filter(node -> node.is("Min"))
        .map(node -> graph.initializer(node.input(1)).orElseThrow())
        .allMatch(limits -> limits.elementCount() == channels && limits.dims()[1] == channels);
  }

  private static boolean passes(Node node, Graph graph) {
    boolean pool = node.is("AveragePool") && ChannelShifting.readsNoPadding(node);
    return BETWEEN.contains(node.opType())
        || pool
        || EqualizedPair.clipLimit(node, graph).isPresent()
        || isLimits(node, graph);
  }

  /** A Min with a constant for each channel. */
  private static boolean isLimits(Node node, Graph graph) {
    return node.is("Min")
        && node.inputs().size() == 2
        && graph.initializer(node.input(1)).filter(data -> data.rank() > 1).isPresent();
  }

  /**
   * Finds what is absorbed.
   *
   * @param spreads of what {@link #tensors} names; a tensor that is missing stays as it is
   */
  public static Map<String, ChannelChange> find(OnnxModel prepared, Map<String, Spread> spreads) {
    Map<String, ChannelChange> changes = new TreeMap<>();
    for (LayerPair pair : pairs(prepared)) {
      String tensor = pair.first().output(0);
      if (spreads.containsKey(tensor)) {
        double[] shifts = shifts(spreads.get(tensor), limit(pair, prepared.graph()));
        if (Arrays.stream(shifts).anyMatch(shift -> shift > 0)) {
          double[] scales = new double[shifts.length];
          Arrays.fill(scales, 1);
          changes.put(tensor, new ChannelChange(shifts, scales));
        }
      }
    }
    return changes;
  }

  private static double[] shifts(Spread spread, double limit) {
    double[] shifts = new double[spread.mean().length];
    for (int c = 0; c < shifts.length; c++) {
      double wanted = spread.mean()[c] - DEVIATIONS * spread.deviation()[c];
      // Comparisons with NaN, of a channel without values, are false.
      boolean below = MARGIN * spread.max()[c] < limit;
      double shift = Math.min(wanted, spread.min()[c]);
      shifts[c] = below && shift > 0 ? shift : 0;
    }
    return shifts;
  }

  /** The least limit of the Clips between; infinite without one. */
  private static double limit(LayerPair pair, Graph graph) {
    return pair.between().stream()
        .mapToDouble(node -> EqualizedPair.clipLimit(node, graph).orElse(Double.POSITIVE_INFINITY))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The model with high biases absorbed. */
  public static OnnxModel apply(OnnxModel prepared, Map<String, ChannelChange> changes) {
    List<LayerPair> pairs = pairs(prepared);
    GraphEditor graph = new GraphEditor(prepared.graph());
    for (LayerPair pair : pairs) {
      ChannelChange change = changes.get(pair.first().output(0));
      for (Node node : pair.between()) {
        if (change != null && node.is("Min")) {
          lower(graph, node, change.shifts());
        }
      }
    }
    return ChannelShifting.apply(prepared.withGraph(graph.toGraph()), pairs, changes);
  }

  private static void lower(GraphEditor graph, Node min, double[] shifts) {
    TensorData limits = graph.initializer(min.input(1)).orElseThrow();
    float[] values = limits.floats();
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (values[c] - shifts[c]);
    }
    String name = WeightEdit.replace(graph, limits, values, limits.dims());
    graph.replaceNode(min, min.withInputs(List.of(min.input(0), name)));
  }
}
