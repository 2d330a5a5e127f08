package dev.vernier.quantize.refine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the refine stage found: new biases of layers of a prepared model, by the name of the layer's
 * output. A value; arrays must not be changed.
 */
public record Refinement(Map<String, float[]> biases) {

  public Refinement {
    biases = Collections.unmodifiableMap(new TreeMap<>(biases));
  }

  /** Changes nothing. */
  public static Refinement none() {
    return new Refinement(Map.of());
  }

  public boolean isEmpty() {
    return biases.isEmpty();
  }

  /** The prepared model with these biases; each changed layer has a bias of its own. */
  public OnnxModel applyTo(OnnxModel prepared) {
    if (isEmpty()) {
      return prepared;
    }
    OnnxModel owned = RefinableLayers.withOwnBiases(prepared);
    GraphEditor graph = new GraphEditor(owned.graph());
    for (Node node : owned.graph().nodes()) {
      float[] bias = biases.get(GraphIndex.key(node));
      if (bias != null) {
        graph.addInitializer(TensorData.ofFloats(node.input(2), new long[] {bias.length}, bias));
      }
    }
    return owned.withGraph(graph.toGraph());
  }
}
