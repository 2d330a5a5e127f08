package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * SmoothQuant: the channels of an activation are divided, and the weights that read them
 * multiplied, by {@code s = A^alpha / W^(1 - alpha)} with the largest magnitudes A of the channel
 * and W of its weights, so that a few channels with large values no longer set the scale of all (G.
 * Xiao et al., "SmoothQuant: Accurate and Efficient Post-Training Quantization for Large Language
 * Models", ICML 2023, equation 4). Guards are NNCF's: A and W are at least 1e-5, s lies between its
 * 0.1 quantile and 100, and layers that read one activation share the s that spreads least.
 *
 * <p>The division goes into the constants of what computes the activation where only smoothed
 * layers read it ({@link ChannelDivision}); elsewhere a Mul is put before the layers. The model
 * computes what it did, up to rounding.
 */
public final class SmoothQuant {
  private static final double LEAST_MAGNITUDE = 1e-5;
  private static final double LOWEST_QUANTILE = 0.1;
  private static final double LARGEST_SCALE = 100;

  /** Of single precision, as NNCF adds it. */
  private static final double EPSILON = 0x1p-23;

  private SmoothQuant() {}

  /** A scale for each channel, and how evenly they lie: the least over the largest. */
  private record Scales(double[] values, double ratio) {}

  /**
   * The activations whose largest magnitudes by channel decide, with the axis of their channels: 1
   * before convolutions, -1 (the last) before matrix products.
   *
   * @param plan says which weights are quantized; no other layer is smoothed
   */
  public static Map<String, Integer> tensors(
      OnnxModel prepared, QuantizationPlan plan, SmoothAlphas alphas) {
    GraphIndex index = GraphIndex.of(prepared.graph());
    Map<String, Integer> axes = new TreeMap<>();
    layers(index, plan, alphas)
        .forEach(
            (tensor, layers) -> {
              int axis = layers.get(0).is("Conv") ? 1 : -1;
              sources(index, tensor, layers).forEach(source -> axes.put(source, axis));
            });
    return axes;
  }

  /**
   * Finds the scales.
   *
   * @param largest largest magnitudes by channel of what {@link #tensors} names; an activation that
   *     is missing stays as it is
   */
  public static Smoothing find(
      OnnxModel prepared,
      QuantizationPlan plan,
      SmoothAlphas alphas,
      Map<String, double[]> largest) {
    GraphIndex index = GraphIndex.of(prepared.graph());
    Map<String, List<Node>> groups = new TreeMap<>();
    layers(index, plan, alphas)
        .forEach(
            (tensor, layers) -> {
              int channels = weights(layers.get(0), prepared.graph()).orElseThrow().inputs();
              sources(index, tensor, layers).stream()
                  .filter(t -> largest.containsKey(t) && largest.get(t).length == channels)
                  .reduce((near, far) -> far)
                  .ifPresent(t -> groups.computeIfAbsent(t, g -> new ArrayList<>()).addAll(layers));
            });
    Map<String, Smoothing.Smoothed> tensors = new TreeMap<>();
    groups.forEach(
        (tensor, layers) -> {
          double[] scales = shared(prepared.graph(), layers, alphas, largest.get(tensor));
          List<String> names = layers.stream().map(GraphIndex::key).toList();
          tensors.put(tensor, new Smoothing.Smoothed(names, scales));
        });
    return new Smoothing(tensors);
  }

  /**
   * The activation that layers read, and what it is a Reshape of, as far as all else reads nothing
   * of it: where the last axis is as long, its channels are the same, and the layers of several
   * such activations can share a division.
   */
  private static List<String> sources(GraphIndex index, String tensor, List<Node> layers) {
    List<String> sources = new ArrayList<>(List.of(tensor));
    boolean alone =
        !layers.get(0).is("Conv")
            && index.uses(tensor).stream().allMatch(use -> layers.contains(use.node()))
            && !index.isOutput(tensor)
            && !index.isCaptured(tensor);
    Optional<Node> reshape = index.producer(tensor).filter(node -> node.is("Reshape"));
    while (alone && reshape.isPresent()) {
      String source = reshape.get().input(0);
      sources.add(source);
      alone = index.hasSingleReader(source);
      reshape = index.producer(source).filter(node -> node.is("Reshape"));
    }
    return sources;
  }

  /** The scales, of those that each layer wants, that spread least. */
  private static double[] shared(
      Graph graph, List<Node> layers, SmoothAlphas alphas, double[] magnitudes) {
    Scales best = null;
    for (Node layer : layers) {
      LayerWeights weights = weights(layer, graph).orElseThrow();
      double[] read = weights.inputRanges(weights.weight().floats());
      Scales scales = scales(magnitudes, read, alphas.of(layer.is("Conv")));
      best = best == null || scales.ratio() > best.ratio() ? scales : best;
    }
    return best.values();
  }

  private static Scales scales(double[] activations, double[] weights, double alpha) {
    double[] scales = new double[activations.length];
    for (int c = 0; c < scales.length; c++) {
      double a = Math.max(activations[c], LEAST_MAGNITUDE);
      double w = Math.max(weights[c], LEAST_MAGNITUDE);
      scales[c] = StrictMath.pow(a, alpha) / (StrictMath.pow(w, 1 - alpha) + EPSILON);
    }
    double[] sorted = scales.clone();
    Arrays.sort(sorted);
    double lowest = Math.min(Quantiles.ofSorted(sorted, LOWEST_QUANTILE), LARGEST_SCALE);
    for (int c = 0; c < scales.length; c++) {
      scales[c] = Math.min(Math.max(scales[c], lowest), LARGEST_SCALE);
    }
    double high = Math.min(sorted[sorted.length - 1], LARGEST_SCALE);
    return new Scales(scales, lowest / (high + EPSILON));
  }

  /** The layers that can be smoothed, by the activation they read, both in graph order. */
  private static Map<String, List<Node>> layers(
      GraphIndex index, QuantizationPlan plan, SmoothAlphas alphas) {
    Set<String> quantized =
        plan.weights().stream()
            .filter(w -> w.kind() == WeightQuantizer.Kind.WEIGHT && w.input() == 1)
            .map(WeightQuantizer::node)
            .collect(Collectors.toSet());
    Graph graph = index.graph();
    Map<String, List<Node>> layers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      boolean own =
          quantized.contains(GraphIndex.key(node)) && index.hasSingleReader(node.input(1));
      if (own && alphas.smooths(node.is("Conv")) && weights(node, graph).isPresent()) {
        List<Node> readers = layers.computeIfAbsent(node.input(0), t -> new ArrayList<>());
        // Channels are along one axis of a tensor.
        if (readers.isEmpty() || readers.get(0).is("Conv") == node.is("Conv")) {
          readers.add(node);
        }
      }
    }
    return layers;
  }

  private static Optional<LayerWeights> weights(Node node, Graph graph) {
    return node.is("MatMul") ? LayerWeights.ofProduct(node, graph) : LayerWeights.of(node, graph);
  }

  /** The model with every activation of a smoothing divided. */
  public static OnnxModel apply(OnnxModel prepared, Smoothing smoothing) {
    Map<String, Node> nodes =
        prepared.graph().nodes().stream()
            .collect(Collectors.toMap(GraphIndex::key, n -> n, (first, second) -> first));
    GraphEditor graph = new GraphEditor(prepared.graph());
    smoothing
        .tensors()
        .forEach(
            (tensor, smoothed) ->
                divide(
                    graph,
                    prepared.graph(),
                    tensor,
                    layers(nodes, prepared.graph(), tensor, smoothed),
                    smoothed.scales()));
    return prepared.withGraph(graph.toGraph());
  }

  /** The layers of a smoothing that was read from a file, and so need not be of this model. */
  private static List<Node> layers(
      Map<String, Node> nodes, Graph graph, String tensor, Smoothing.Smoothed smoothed) {
    List<Node> layers = new ArrayList<>();
    for (String name : smoothed.layers()) {
      Optional<Node> layer = Optional.ofNullable(nodes.get(name));
      boolean fits =
          layer
              .flatMap(node -> weights(node, graph))
              .filter(weights -> weights.inputs() == smoothed.scales().length)
              .isPresent();
      if (!fits) {
        throw new VernierException(
            "the rewrites divide "
                + tensor
                + " for "
                + name
                + " in "
                + smoothed.scales().length
                + " channels, which the model does not have; calibrate again");
      }
      layers.add(layer.get());
    }
    return layers;
  }

  private static void divide(
      GraphEditor graph, Graph original, String tensor, List<Node> layers, double[] scales) {
    for (Node layer : layers) {
      LayerWeights weights = weights(layer, original).orElseThrow();
      // Read from the editor: what computes another smoothed activation may have been divided.
      TensorData current = graph.initializer(layer.input(1)).orElseThrow();
      float[] values = current.floats();
      weights.scaleInputs(values, scales);
      graph.addInitializer(TensorData.ofFloats(current.name(), current.dims(), values));
    }
    boolean last = !layers.get(0).is("Conv");
    Set<String> names =
        layers.stream().map(layer -> reader(graph, layer, tensor)).collect(Collectors.toSet());
    List<Node> others = new ArrayList<>(graph.consumers(tensor));
    List<Node> readers =
        others.stream().filter(node -> names.contains(GraphIndex.key(node))).toList();
    others.removeAll(readers);
    double[] factors = Arrays.stream(scales).map(s -> 1 / s).toArray();
    boolean alone = others.stream().allMatch(ChannelDivision::readsNoValue);
    if (!alone || !ChannelDivision.multiply(graph, tensor, factors, last)) {
      int rank = last ? 1 : original.initializer(layers.get(0).input(1)).orElseThrow().rank();
      insert(graph, tensor, readers, factors, rank);
    }
  }

  /** What of a layer, or of the Reshapes before it, reads the tensor, by its output. */
  private static String reader(GraphEditor graph, Node layer, String tensor) {
    Node node = graph.producer(GraphIndex.key(layer)).orElseThrow();
    while (!node.input(0).equals(tensor)) {
      node = graph.producer(node.input(0)).orElseThrow();
    }
    return GraphIndex.key(node);
  }

  /** Puts a Mul with a factor for each channel before the readers. */
  private static void insert(
      GraphEditor graph, String tensor, List<Node> readers, double[] factors, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[rank == 1 ? 0 : 1] = factors.length;
    float[] values = new float[factors.length];
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) factors[c];
    }
    String product = graph.freshName(tensor + "_smoothed");
    String constant = graph.freshName(product + "_factors");
    graph.addInitializer(TensorData.ofFloats(constant, dims, values));
    Node first = graph.replaceUses(tensor, product, readers).get(0);
    graph.insertBefore(
        first,
        Node.of(graph.freshName(product), "Mul", List.of(tensor, constant), List.of(product)));
  }
}
