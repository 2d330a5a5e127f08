package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.PackedWeightSettings;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Walks a graph once and puts weights of few bits in the place of float ones. */
final class PackedWeightsGraphWriter {

  private final Graph graph;
  private final GraphBuilder builder;
  private final PackedWeightSettings settings;
  private final Map<String, Map<Integer, WeightQuantizer>> weights = new HashMap<>();
  private final Map<String, String> written = new HashMap<>();

  PackedWeightsGraphWriter(Graph graph, QuantizationPlan plan, PackedWeightSettings settings) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph);
    this.settings = settings;
    plan.weights()
        .forEach(w -> weights.computeIfAbsent(w.node(), k -> new HashMap<>()).put(w.input(), w));
  }

  Graph write() {
    for (Node node : graph.nodes()) {
      List<String> inputs = new ArrayList<>(node.inputs());
      weights
          .getOrDefault(GraphIndex.key(node), Map.of())
          .forEach((input, weight) -> inputs.set(input, dequantized(weight)));
      builder.add(node.withInputs(inputs));
    }
    return builder.build();
  }

  private String dequantized(WeightQuantizer weight) {
    return written.computeIfAbsent(weight.tensor() + "\n" + weight.axis(), k -> write(weight));
  }

  private String write(WeightQuantizer weight) {
    TensorData constant = graph.initializers().get(weight.tensor());
    BitCodes codes = rounded(constant, weight.axis());
    String name = constant.name();
    String output = builder.tensorName(name + "_dequantized");
    Node node =
        Node.of(
            name + "_DequantizeLinear",
            "DequantizeLinear",
            List.of(
                builder.add(codes.tensor(name + "_quantized", constant.dims())),
                builder.add(codes.scales(name + "_scale"))),
            List.of(output));
    builder.addNamed(
        codes.scales().length == 1
            ? node
            : node.withAttribute("axis", Attribute.of((long) weight.axis())));
    return output;
  }

  private BitCodes rounded(TensorData constant, int axis) {
    float[] values = WeightCodes.finite(constant.name(), constant.floats());
    ScaleGrid channels = ScaleGrid.of(constant.dims(), axis, 0);
    return settings.bits() > 0
        ? BitCodes.of(values, channels, settings.bits())
        : BitSearch.of(values, channels, settings);
  }
}
