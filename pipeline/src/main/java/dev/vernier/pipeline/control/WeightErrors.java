package dev.vernier.pipeline.control;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.pipeline.EngineConstants;
import dev.vernier.pipeline.metric.Sqnr;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the weights that a quantized model restores with those of the prepared model. */
final class WeightErrors {
  private final Graph prepared;
  private final OnnxModel quantized;
  private final GraphIndex index;
  private final Map<String, Node> nodes = new HashMap<>();

  WeightErrors(OnnxModel prepared, OnnxModel quantized) {
    this.prepared = prepared.graph();
    this.quantized = quantized;
    this.index = GraphIndex.of(quantized.graph());
    for (Node node : quantized.graph().nodes()) {
      nodes.put(GraphIndex.key(node), node);
      if (!node.name().isEmpty()) {
        nodes.put(node.name(), node);
      }
    }
  }

  /**
   * Signal to noise in decibels and cosine; empty if the node has no weights as pairs of Q and DQ.
   */
  Optional<double[]> of(Node node) {
    Optional<TensorData> exact = prepared.initializer(node.input(1));
    // A node keeps its name; its output may have another where the rounded one has taken the old.
    Node other = nodes.get(node.name());
    other = other == null ? nodes.get(GraphIndex.key(node) + "_float") : other;
    other = other == null ? nodes.get(GraphIndex.key(node)) : other;
    if (exact.isEmpty() || other == null || !other.opType().equals(node.opType())) {
      return Optional.empty();
    }
    return restored(other.input(1)).flatMap(r -> compare(exact.get(), r));
  }

  private Optional<TensorData> restored(String tensor) {
    Optional<Node> dequantize = index.producer(tensor).filter(n -> n.is("DequantizeLinear"));
    if (dequantize.isEmpty()) {
      return Optional.empty();
    }
    List<TensorData> inputs =
        dequantize.get().inputs().stream().map(i -> index.constant(i).orElse(null)).toList();
    return inputs.contains(null)
        ? Optional.empty()
        : new EngineConstants()
            .evaluate(dequantize.get(), inputs, quantized.opset())
            .map(outputs -> outputs.get(0));
  }

  private static Optional<double[]> compare(TensorData exact, TensorData restored) {
    if (exact.elementCount() != restored.elementCount()) {
      return Optional.empty();
    }
    return Optional.of(Sqnr.decibelsAndCosine(exact.floats(), restored.floats()));
  }
}
