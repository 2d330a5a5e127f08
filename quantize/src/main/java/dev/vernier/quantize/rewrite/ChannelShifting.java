package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Moves a constant of each channel from between two layers into the second: {@code W (x - c) + (b +
 * W c) = W x + b}. Exact where the second layer reads no padding, whose zeros are not moved.
 */
final class ChannelShifting {
  private static final int BIAS = 2;

  private ChannelShifting() {}

  /** Whether every value that the layer reads comes from its input. */
  static boolean readsNoPadding(Node layer) {
    boolean explicit = layer.stringAttribute("auto_pad", "NOTSET").equals("NOTSET");
    boolean valid = layer.stringAttribute("auto_pad", "NOTSET").equals("VALID");
    boolean zero = Arrays.stream(layer.intsAttribute("pads")).allMatch(p -> p == 0);
    return valid || explicit && zero;
  }

  /**
   * Changes both layers of pairs of a graph.
   *
   * @param changes by the output of the first layer; pairs without one stay as they are
   */
  static OnnxModel apply(
      OnnxModel model, List<LayerPair> pairs, Map<String, ChannelChange> changes) {
    GraphEditor graph = new GraphEditor(model.graph());
    for (LayerPair pair : pairs) {
      ChannelChange change = changes.get(pair.first().output(0));
      if (change != null) {
        // A layer may be second of one pair and first of the next: it is read as it is now.
        changeFirst(graph, current(graph, pair.first()), change);
        changeSecond(graph, current(graph, pair.second()), change);
      }
    }
    return model.withGraph(graph.toGraph());
  }

  private static Node current(GraphEditor graph, Node node) {
    return graph.producer(GraphIndex.key(node)).orElseThrow();
  }

  private static void changeFirst(GraphEditor graph, Node node, ChannelChange change) {
    LayerWeights layer = LayerWeights.of(node, graph::initializer).orElseThrow();
    double[] inverse = Arrays.stream(change.scales()).map(s -> 1 / s).toArray();
    float[] biases = biases(graph, node, layer.outputs());
    for (int c = 0; c < biases.length; c++) {
      biases[c] = (float) ((biases[c] - change.shifts()[c]) * inverse[c]);
    }
    float[] values = layer.weight().floats();
    layer.scaleOutputs(values, inverse);
    write(graph, node, layer.weight(), values, biases);
  }

  private static void changeSecond(GraphEditor graph, Node node, ChannelChange change) {
    LayerWeights layer = LayerWeights.of(node, graph::initializer).orElseThrow();
    float[] values = layer.weight().floats();
    double[] moved = layer.outputsOf(values, change.shifts());
    float[] biases = biases(graph, node, layer.outputs());
    for (int c = 0; c < biases.length; c++) {
      biases[c] = (float) (biases[c] + moved[c]);
    }
    layer.scaleInputs(values, change.scales());
    write(graph, node, layer.weight(), values, biases);
  }

  private static float[] biases(GraphEditor graph, Node node, int channels) {
    return node.hasInput(BIAS)
        ? graph.initializer(node.input(BIAS)).orElseThrow().floats()
        : new float[channels];
  }

  private static void write(
      GraphEditor graph, Node node, TensorData weight, float[] values, float[] biases) {
    graph.addInitializer(TensorData.ofFloats(weight.name(), weight.dims(), values));
    if (node.hasInput(BIAS)) {
      long[] dims = graph.initializer(node.input(BIAS)).orElseThrow().dims();
      graph.addInitializer(TensorData.ofFloats(node.input(BIAS), dims, biases));
      return;
    }
    String name = graph.freshName(GraphIndex.key(node) + "_bias");
    graph.addInitializer(TensorData.ofFloats(name, new long[] {biases.length}, biases));
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, BIAS));
    inputs.add(name);
    graph.replaceNode(node, node.withInputs(inputs));
  }
}
