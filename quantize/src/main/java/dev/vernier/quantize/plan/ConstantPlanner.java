package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the weights, constant operands, embedding tables and biases of the chosen nodes. */
final class ConstantPlanner {

  /** Smaller tables are not worth a dequantization. */
  private static final long SMALLEST_TABLE = 1024;

  private final GraphIndex index;
  private final NodeSelection nodes;
  private final IgnoredNodes ignored;
  private final WeightFormats formats;
  private final Set<String> rounded;
  private final List<WeightQuantizer> weights = new ArrayList<>();
  private final List<BiasQuantizer> biases = new ArrayList<>();

  ConstantPlanner(
      GraphIndex index,
      NodeSelection nodes,
      IgnoredNodes ignored,
      WeightFormats formats,
      Set<String> rounded) {
    this.index = index;
    this.nodes = nodes;
    this.ignored = ignored;
    this.formats = formats;
    this.rounded = rounded;
    index.graph().nodes().forEach(this::plan);
  }

  List<WeightQuantizer> weights() {
    return weights;
  }

  List<BiasQuantizer> biases() {
    return biases;
  }

  private void plan(Node node) {
    if (isTable(node)) {
      add(node, 0, WeightQuantizer.Kind.TABLE);
    }
    if (!nodes.isSelected(node)) {
      return;
    }
    switch (nodes.role(node)) {
      case WEIGHTED -> weighted(node);
      case FOLLOWER -> operands(node);
      default -> {}
    }
  }

  private void weighted(Node node) {
    for (int input = 0; input < 2; input++) {
      if (index.constant(node.inputs().get(input)).isPresent()) {
        add(node, input, WeightQuantizer.Kind.WEIGHT);
      }
    }
    bias(node);
  }

  private void operands(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (nodes.isFloatConstant(node.inputs().get(i))) {
        add(node, i, WeightQuantizer.Kind.OPERAND);
      }
    }
  }

  private void bias(Node node) {
    String bias = node.input(2);
    if (!bias.isEmpty()
        && weights.get(weights.size() - 1).blockSize() == 0
        && hasIntegerBias(node, index.constant(bias).orElseThrow())) {
      biases.add(new BiasQuantizer(GraphIndex.key(node), 2, bias, node.inputs().get(0)));
    }
  }

  /** Kernels take an int32 bias only with the scale of their products, an element a channel. */
  private boolean hasIntegerBias(Node node, TensorData bias) {
    return switch (node.opType()) {
      case "Conv" -> rounded.contains(nodes.effectiveOutput(node));
      case "Gemm" ->
          bias.dims().length == 1
              && node.floatAttribute("alpha", 1f) == 1f
              && node.floatAttribute("beta", 1f) == 1f
              && bias.dims()[0] == columns(node);
      default -> false;
    };
  }

  private long columns(Node gemm) {
    long[] dims = index.constant(gemm.inputs().get(1)).orElseThrow().dims();
    return dims[gemm.intAttribute("transB", 0) != 0 ? 0 : 1];
  }

  private boolean isTable(Node node) {
    if (!node.opType().equals("Gather")
        || !node.domain().isEmpty()
        || node.intAttribute("axis", 0) != 0
        || !nodes.isFloatConstant(node.inputs().get(0))
        || ignored.match(node).isPresent()) {
      return false;
    }
    TensorData table = index.constant(node.inputs().get(0)).orElseThrow();
    return table.dims().length == 2
        && table.elementCount() >= SMALLEST_TABLE
        && index.constant(node.inputs().get(1)).isEmpty();
  }

  private void add(Node node, int input, WeightQuantizer.Kind kind) {
    weights.add(formats.quantizer(node, input, kind));
  }
}
