package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds batch normalisation, and arithmetic with a constant for each channel, into the weights and
 * bias of the Conv, ConvTranspose or Gemm before it. The result keeps the name of the folded node's
 * output.
 */
final class AffineFolding implements GraphRewrite {

  @Override
  public String name() {
    return "fold batch normalisation and channel arithmetic into weights";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    boolean changed = true;
    while (changed) {
      changed = Nodes.visit(graph, node -> isWeighted(node) && fold(graph, node));
    }
  }

  private static boolean isWeighted(Node node) {
    return node.is("Conv") || node.is("ConvTranspose") || isPlainGemm(node);
  }

  private static boolean isPlainGemm(Node node) {
    return node.is("Gemm")
        && node.floatAttribute("alpha", 1f) == 1f
        && (!node.hasInput(2) || node.floatAttribute("beta", 1f) == 1f);
  }

  private static boolean fold(GraphEditor graph, Node node) {
    String output = node.output(0);
    List<Node> readers = graph.consumers(output);
    Optional<TensorData> weight = floats(graph, node.input(1));
    boolean constantBias = !node.hasInput(2) || floats(graph, node.input(2)).isPresent();
    if (readers.size() != 1
        || graph.isGraphOutput(output)
        || weight.isEmpty()
        || !constantBias
        || readers.get(0).inputs().stream().filter(output::equals).count() != 1) {
      return false;
    }
    WeightChannels channels = WeightChannels.of(node, weight.get());
    if (node.hasInput(2)
        && floats(graph, node.input(2)).orElseThrow().elementCount() != channels.count()) {
      return false;
    }
    Optional<ChannelAffine> affine =
        ChannelAffine.of(graph, readers.get(0), output, channels.count(), channels.trailing())
            .filter(ChannelAffine::isFinite);
    affine.ifPresent(value -> apply(graph, node, readers.get(0), channels, value));
    return affine.isPresent();
  }

  private static Optional<TensorData> floats(GraphEditor graph, String tensor) {
    return graph.initializer(tensor).filter(data -> data.type() == DataType.FLOAT);
  }

  private static void apply(
      GraphEditor graph, Node node, Node folded, WeightChannels channels, ChannelAffine affine) {
    TensorData weight = floats(graph, node.input(1)).orElseThrow();
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
    float[] scaled = channels.scaled(weight.floats(), affine.scale());
    inputs.set(1, WeightEdit.replace(graph, weight, scaled, weight.dims()));
    inputs.add(bias(graph, node, folded, affine));
    graph.removeNode(folded);
    graph.replaceNode(node, node.withInputs(inputs).withOutputs(List.of(folded.output(0))));
  }

  private static String bias(GraphEditor graph, Node node, Node folded, ChannelAffine affine) {
    int channels = affine.shift().length;
    Optional<TensorData> old = floats(graph, node.input(2));
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      double before = old.isPresent() ? old.get().doubles()[c] : 0;
      values[c] = (float) (before * affine.scale()[c] + affine.shift()[c]);
    }
    if (old.isPresent()) {
      return WeightEdit.replace(graph, old.get(), values, channels);
    }
    String name = graph.freshName(folded.output(0) + "_bias");
    return graph.addInitializer(TensorData.ofFloats(name, new long[] {channels}, values));
  }
}
