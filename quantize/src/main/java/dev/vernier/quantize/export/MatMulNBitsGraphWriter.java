package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks a graph once and writes its matrix products as MatMulNBits. */
final class MatMulNBitsGraphWriter {

  private final Graph graph;
  private final GraphBuilder builder;
  private final ConstantWriter constants;
  private final WeightFormat format;
  private final Map<String, Map<Integer, WeightQuantizer>> weights = new HashMap<>();

  MatMulNBitsGraphWriter(Graph graph, QuantizationPlan plan, WeightFormat format) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph);
    this.constants = new ConstantWriter(graph, builder);
    this.format = format;
    plan.weights()
        .forEach(w -> weights.computeIfAbsent(w.node(), k -> new HashMap<>()).put(w.input(), w));
  }

  Graph write() {
    graph.nodes().forEach(this::write);
    return builder.build();
  }

  private void write(Node node) {
    Map<Integer, WeightQuantizer> mine = weights.getOrDefault(GraphIndex.key(node), Map.of());
    if (mine.containsKey(0) && mine.get(0).kind() == WeightQuantizer.Kind.TABLE) {
      constants.table(node, mine.get(0), node.output(0));
    } else if (mine.containsKey(1) && isProduct(node)) {
      product(node);
    } else {
      List<String> inputs = new ArrayList<>(node.inputs());
      mine.forEach((input, weight) -> inputs.set(input, constants.weight(weight, null, 0f)));
      builder.add(node.withInputs(inputs));
    }
  }

  private boolean isProduct(Node node) {
    boolean matrix = graph.initializers().get(node.input(1)).rank() == 2;
    return switch (node.opType()) {
      case "MatMul" -> matrix;
      case "Gemm" ->
          node.intAttribute("transA", 0) == 0
              && node.floatAttribute("alpha", 1f) == 1f
              && (node.floatAttribute("beta", 1f) == 1f || !node.hasInput(2));
      default -> false;
    };
  }

  private void product(Node node) {
    TensorData weight = graph.initializers().get(node.input(1));
    boolean rows = node.is("Gemm") && node.intAttribute("transB", 0) != 0;
    TensorData matrix = rows ? weight : Transposition.of(weight);
    WeightCodes codes = WeightCodes.of(matrix, 1, format, null, 0f);
    NBitBlocks blocks = new NBitBlocks(codes, matrix.dims());
    List<String> inputs = new ArrayList<>(List.of(node.input(0)));
    inputs.add(builder.add(blocks.weights(weight.name() + "_quantized")));
    inputs.add(builder.add(blocks.scales(weight.name() + "_scale")));
    if (!format.symmetric()) {
      inputs.add(builder.add(blocks.zeroPoints(weight.name() + "_zero_point")));
    }
    boolean bias = node.is("Gemm") && node.hasInput(2);
    String output = bias ? builder.tensorName(node.output(0) + "_product") : node.output(0);
    builder.add(
        new Node(
            node.name(),
            "MatMulNBits",
            IntegerNode.DOMAIN,
            inputs,
            List.of(output),
            attributes(matrix.dims()),
            node.docString()));
    if (bias) {
      builder.addNamed(
          Node.of(
              node.name() + "_Add",
              "Add",
              List.of(output, node.input(2)),
              List.of(node.output(0))));
    }
  }

  private Map<String, Attribute> attributes(long[] dims) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("K", Attribute.of(dims[1]));
    attributes.put("N", Attribute.of(dims[0]));
    attributes.put(
        "bits",
        Attribute.of(format.type() == DataType.INT4 || format.type() == DataType.UINT4 ? 4L : 8L));
    attributes.put("block_size", Attribute.of((long) format.granularity().blockSize()));
    return attributes;
  }
}
