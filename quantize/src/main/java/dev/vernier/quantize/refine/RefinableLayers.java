package dev.vernier.quantize.refine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers a refinement may change: Conv, ConvTranspose and Gemm that add a bias, or could, and
 * MatMul before an Add of one, all with constant weights.
 */
public final class RefinableLayers {
  private static final int BIAS = 2;

  private RefinableLayers() {}

  /**
   * The model in which every layer that could add a bias adds one of its own: zeros where there was
   * none, a copy where several nodes read one. It computes what the model computes.
   */
  public static OnnxModel withOwnBiases(OnnxModel prepared) {
    GraphEditor graph = new GraphEditor(prepared.graph());
    for (Node node : graph.nodes()) {
      channels(node, prepared.graph()).ifPresent(count -> own(graph, node, count));
    }
    GraphIndex index = GraphIndex.of(prepared.graph());
    for (Node node : prepared.graph().nodes()) {
      AddedBias.of(node, index).ifPresent(bias -> own(graph, bias));
    }
    return prepared.withGraph(graph.toGraph());
  }

  private static void own(GraphEditor graph, AddedBias bias) {
    if (isShared(graph, bias.tensor())) {
      TensorData old = graph.initializer(bias.tensor()).orElseThrow();
      String name = graph.freshName(GraphIndex.key(bias.add()) + "_bias");
      graph.addInitializer(TensorData.ofFloats(name, old.dims(), old.floats()));
      List<String> inputs = new ArrayList<>(bias.add().inputs());
      inputs.set(bias.input(), name);
      graph.replaceNode(bias.add(), bias.add().withInputs(inputs));
    }
  }

  private static boolean isShared(GraphEditor graph, String tensor) {
    return graph.consumers(tensor).size() > 1 || graph.isGraphOutput(tensor);
  }

  private static void own(GraphEditor graph, Node node, int channels) {
    Optional<TensorData> old = graph.initializer(node.input(BIAS));
    if (old.isPresent() && !isShared(graph, node.input(BIAS))) {
      return;
    }
    float[] values = old.isPresent() ? old.get().floats() : new float[channels];
    String name = graph.freshName(GraphIndex.key(node) + "_bias");
    graph.addInitializer(TensorData.ofFloats(name, new long[] {channels}, values));
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, BIAS));
    inputs.add(name);
    graph.replaceNode(node, node.withInputs(inputs));
  }

  /** The refinable layers whose weight the plan quantizes, in graph order. */
  public static List<Node> of(Graph graph, QuantizationPlan plan) {
    Set<String> weighted =
        plan.weights().stream()
            .filter(w -> w.kind() == WeightQuantizer.Kind.WEIGHT && w.input() == 1)
            .map(WeightQuantizer::node)
            .collect(Collectors.toSet());
    GraphIndex index = GraphIndex.of(graph);
    return graph.nodes().stream()
        .filter(node -> weighted.contains(GraphIndex.key(node)))
        .filter(node -> biasOf(node, index).isPresent())
        .toList();
  }

  /** Name of the bias of a refinable layer of a model in which each has its own. */
  public static Optional<String> biasOf(Node node, GraphIndex index) {
    Optional<String> own =
        channels(node, index.graph()).isPresent() && node.hasInput(BIAS)
            ? Optional.of(node.input(BIAS))
            : Optional.empty();
    return own.or(() -> AddedBias.of(node, index).map(AddedBias::tensor));
  }

  /** Number of output channels of a refinable layer; empty for any other node. */
  static Optional<Integer> channels(Node node, Graph graph) {
    boolean convolution = node.is("Conv") || node.is("ConvTranspose");
    boolean product =
        node.is("Gemm")
            && node.floatAttribute("alpha", 1f) == 1f
            && (!node.hasInput(BIAS) || node.floatAttribute("beta", 1f) == 1f);
    Optional<TensorData> weight = floats(graph, node.input(1));
    if (!(convolution || product) || weight.isEmpty()) {
      return Optional.empty();
    }
    int channels = channels(node, weight.get().dims());
    Optional<TensorData> bias = floats(graph, node.input(BIAS));
    boolean fits = bias.isPresent() && bias.get().rank() == 1 && bias.get().dims()[0] == channels;
    return !node.hasInput(BIAS) || fits ? Optional.of(channels) : Optional.empty();
  }

  private static int channels(Node node, long[] weight) {
    return switch (node.opType()) {
      case "Conv" -> (int) weight[0];
      case "ConvTranspose" -> (int) (weight[1] * node.intAttribute("group", 1));
      default -> (int) weight[node.intAttribute("transB", 0) != 0 ? 0 : 1];
    };
  }

  private static Optional<TensorData> floats(Graph graph, String tensor) {
    return graph.initializer(tensor).filter(data -> data.type() == DataType.FLOAT);
  }
}
