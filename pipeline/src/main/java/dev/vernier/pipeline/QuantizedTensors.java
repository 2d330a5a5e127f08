package dev.vernier.pipeline;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds, in a QDQ model, the tensors that stand for a tensor of the floating-point model. */
final class QuantizedTensors {
  private QuantizedTensors() {}

  /** Float tensor to the tensor that holds it after quantizing and dequantizing. */
  static Map<String, String> of(OnnxModel candidate, Set<String> floatTensors) {
    Graph graph = candidate.graph();
    Map<String, String> dequantized = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.is("DequantizeLinear")) {
        dequantized.putIfAbsent(node.input(0), node.output(0));
      }
    }
    Map<String, String> pairs = new TreeMap<>();
    for (Node node : graph.nodes()) {
      String restored = node.is("QuantizeLinear") ? dequantized.get(node.output(0)) : null;
      if (restored != null) {
        // Either the rounded tensor keeps the float tensor's name, or the unrounded one does.
        String name = floatTensors.contains(restored) ? restored : node.input(0);
        if (floatTensors.contains(name)) {
          pairs.putIfAbsent(name, restored);
        }
      }
    }
    return pairs;
  }
}
