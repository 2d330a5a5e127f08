package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cross-layer equalisation: channels between two layers are scaled so that each has the same share
 * of the range in both weights, {@code s = sqrt(r1 / r2)} with the largest magnitudes of a channel
 * in the first and the second weight, pair by pair until nothing moves (M. Nagel et al., "Data-Free
 * Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.1). A scale
 * for each tensor of weights then serves all of its channels.
 *
 * <p>Relu, LeakyRelu, PRelu and pooling commute with positive factors, so the function of the model
 * stays as it is. Clip from 0 to L does not. There a channel with largest value m before the Clip
 * is scaled only so far that m stays below L, and not at all if m reaches L. Where that leaves half
 * of a weight's channels with fewer than {@link #BITS} bits, the pair is freed: Relu and a Min with
 * a limit for each channel take the Clip's place. The function again stays as it is, but runtimes
 * compute that Min in floating point.
 */
public final class CrossLayerEqualization {
  /** Sweeps over all pairs; a chain of layers converges geometrically. */
  private static final int SWEEPS = 40;

  /** What counts as no change of a factor. */
  private static final double CONVERGED = 1e-3;

  /** Room for values larger than those seen. */
  private static final double MARGIN = 1.25;

  /** Of 7 bits of magnitude that the largest channel has. */
  private static final int BITS = 4;

  private static final double LARGEST_RATIO = 1 << (7 - BITS);

  private CrossLayerEqualization() {}

  /** Tensors whose largest values by channel decide: outputs of first layers before a Clip. */
  public static Set<String> limited(OnnxModel prepared) {
    Set<String> tensors = new TreeSet<>();
    for (EqualizedPair pair : EqualizedPair.of(prepared.graph())) {
      if (pair.clip().isPresent()) {
        tensors.add(pair.first().output(0));
      }
    }
    return tensors;
  }

  /**
   * Finds the scales.
   *
   * @param largest largest values by channel of the tensors that {@link #limited} names
   */
  public static Equalization find(OnnxModel prepared, Map<String, float[]> largest) {
    Set<String> freed = new TreeSet<>();
    List<Scaling> scalings = solve(prepared, largest, freed);
    for (Scaling scaling : scalings) {
      if (scaling.pair.clip().isPresent() && scaling.ratio() > LARGEST_RATIO) {
        freed.add(scaling.pair.first().output(0));
      }
    }
    if (!freed.isEmpty()) {
      scalings = solve(prepared, largest, freed);
    }
    Map<String, double[]> scales = new TreeMap<>();
    scalings.forEach(s -> scales.put(s.pair.first().output(0), s.total));
    return new Equalization(scales, freed);
  }

  private static List<Scaling> solve(
      OnnxModel prepared, Map<String, float[]> largest, Set<String> freed) {
    List<Scaling> scalings = new ArrayList<>();
    Map<String, float[]> weights = new HashMap<>();
    for (EqualizedPair pair : EqualizedPair.of(prepared.graph())) {
      boolean free = freed.contains(pair.first().output(0));
      scalings.add(Scaling.of(pair, prepared, weights, free ? null : least(pair, largest)));
    }
    boolean moving = true;
    for (int sweep = 0; moving && sweep < SWEEPS; sweep++) {
      moving = false;
      for (Scaling scaling : scalings) {
        moving |= scaling.step() > CONVERGED;
      }
    }
    return scalings;
  }

  /** The least scale of each channel; NaN where it must be 1. */
  private static double[] least(EqualizedPair pair, Map<String, float[]> largest) {
    if (pair.clip().isEmpty()) {
      return null;
    }
    float[] values = largest.get(pair.first().output(0));
    double limit = pair.limit();
    if (values == null) {
      return new double[0];
    }
    double[] least = new double[values.length];
    for (int c = 0; c < least.length; c++) {
      double share = MARGIN * Math.max(0, values[c]) / limit;
      least[c] = share < 1 ? share : Double.NaN;
    }
    return least;
  }

  /** The model with every pair scaled. */
  public static OnnxModel apply(OnnxModel prepared, Equalization equalization) {
    GraphEditor graph = new GraphEditor(prepared.graph());
    for (EqualizedPair pair : EqualizedPair.of(prepared.graph())) {
      String tensor = pair.first().output(0);
      double[] scale = equalization.scales().get(tensor);
      if (scale != null) {
        divide(graph, pair.first(), prepared, scale);
        multiply(graph, pair.second(), prepared, scale);
        if (equalization.freed().contains(tensor)) {
          free(graph, pair, scale);
        }
      }
    }
    return prepared.withGraph(graph.toGraph());
  }

  /** Puts Relu and a Min with a limit for each channel in the place of the Clip. */
  private static void free(GraphEditor graph, EqualizedPair pair, double[] scale) {
    Node clip = pair.clip().orElseThrow();
    int rank = pair.first().is("Gemm") ? 2 : weight(graph, pair.first()).rank();
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[1] = scale.length;
    float[] limits = new float[scale.length];
    for (int c = 0; c < limits.length; c++) {
      limits[c] = (float) (pair.limit() / scale[c]);
    }
    String bound = graph.freshName(clip.output(0) + "_limits");
    graph.addInitializer(TensorData.ofFloats(bound, dims, limits));
    String positive = graph.freshName(clip.output(0) + "_relu");
    graph.replaceNode(
        clip,
        Node.of(graph.freshName(positive), "Relu", List.of(clip.input(0)), List.of(positive)),
        Node.of(clip.name(), "Min", List.of(positive, bound), List.of(clip.output(0))));
  }

  private static TensorData weight(GraphEditor graph, Node node) {
    return graph.initializer(node.input(1)).orElseThrow();
  }

  private static void divide(GraphEditor graph, Node node, OnnxModel prepared, double[] scale) {
    double[] inverse = Arrays.stream(scale).map(s -> 1 / s).toArray();
    LayerWeights layer = LayerWeights.of(node, prepared.graph()).orElseThrow();
    TensorData weight = weight(graph, node);
    float[] values = weight.floats();
    layer.scaleOutputs(values, inverse);
    graph.addInitializer(TensorData.ofFloats(weight.name(), weight.dims(), values));
    if (node.hasInput(2)) {
      TensorData bias = graph.initializer(node.input(2)).orElseThrow();
      float[] biases = bias.floats();
      for (int c = 0; c < biases.length; c++) {
        biases[c] = (float) (biases[c] * inverse[c]);
      }
      graph.addInitializer(TensorData.ofFloats(bias.name(), bias.dims(), biases));
    }
  }

  private static void multiply(GraphEditor graph, Node node, OnnxModel prepared, double[] scale) {
    LayerWeights layer = LayerWeights.of(node, prepared.graph()).orElseThrow();
    TensorData weight = weight(graph, node);
    float[] values = weight.floats();
    layer.scaleInputs(values, scale);
    graph.addInitializer(TensorData.ofFloats(weight.name(), weight.dims(), values));
  }

  /** A pair and how far it has been scaled; weights are shared by the pairs of a chain. */
  private static final class Scaling {
    final EqualizedPair pair;
    final double[] total;
    private final LayerWeights first;
    private final LayerWeights second;
    private final float[] firstValues;
    private final float[] secondValues;
    private final double[] least;

    private Scaling(
        EqualizedPair pair,
        LayerWeights first,
        LayerWeights second,
        Map<String, float[]> weights,
        double[] least) {
      this.pair = pair;
      this.first = first;
      this.second = second;
      this.firstValues = values(first, weights);
      this.secondValues = values(second, weights);
      this.least = least;
      this.total = new double[first.outputs()];
      Arrays.fill(total, 1);
    }

    static Scaling of(
        EqualizedPair pair, OnnxModel model, Map<String, float[]> weights, double[] least) {
      LayerWeights first = LayerWeights.of(pair.first(), model.graph()).orElseThrow();
      LayerWeights second = LayerWeights.of(pair.second(), model.graph()).orElseThrow();
      return new Scaling(pair, first, second, weights, least);
    }

    private static float[] values(LayerWeights layer, Map<String, float[]> weights) {
      return weights.computeIfAbsent(layer.weight().name(), n -> layer.weight().floats());
    }

    /** Equalises the pair; returns the largest relative change of a factor. */
    double step() {
      double[] ranges = first.outputRanges(firstValues);
      double[] reads = second.inputRanges(secondValues);
      double[] factors = new double[total.length];
      double change = 0;
      for (int c = 0; c < factors.length; c++) {
        double wanted = total[c] * factor(ranges[c], reads[c]);
        double allowed = allowed(c, wanted);
        factors[c] = allowed / total[c];
        total[c] = allowed;
        change = Math.max(change, Math.abs(factors[c] - 1));
      }
      second.scaleInputs(secondValues, factors);
      first.scaleOutputs(firstValues, Arrays.stream(factors).map(f -> 1 / f).toArray());
      return change;
    }

    /** How much larger the largest channel is than the median one, in the worse weight. */
    double ratio() {
      return Math.max(
          ratio(first.outputRanges(firstValues)), ratio(second.inputRanges(secondValues)));
    }

    private static double ratio(double[] ranges) {
      double[] sorted = Arrays.stream(ranges).filter(r -> r > 0).sorted().toArray();
      return sorted.length == 0 ? 1 : sorted[sorted.length - 1] / sorted[sorted.length / 2];
    }

    /** A channel that is zero in either weight has nothing to equalise. */
    private static double factor(double range, double read) {
      return range > 0 && read > 0 ? Math.sqrt(range / read) : 1;
    }

    private double allowed(int channel, double wanted) {
      if (least == null) {
        return wanted;
      }
      boolean fixed = channel >= least.length || Double.isNaN(least[channel]);
      return fixed ? 1 : Math.max(wanted, least[channel]);
    }
  }
}
