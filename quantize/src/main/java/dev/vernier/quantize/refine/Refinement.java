package dev.vernier.quantize.refine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RoundedWeight;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the refine stage found of layers of a prepared model, by the name of the layer's output. A
 * value; arrays must not be changed.
 *
 * @param biases new biases
 * @param weights codes of weights
 */
public record Refinement(Map<String, float[]> biases, Map<String, RoundedWeight> weights) {

  public Refinement {
    biases = Collections.unmodifiableMap(new TreeMap<>(biases));
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
  }

  /** Changes nothing. */
  public static Refinement none() {
    return new Refinement(Map.of(), Map.of());
  }

  public boolean isEmpty() {
    return biases.isEmpty() && weights.isEmpty();
  }

  /** The same without some layers. */
  public Refinement without(Collection<String> layers) {
    Map<String, float[]> keptBiases = new TreeMap<>(biases);
    Map<String, RoundedWeight> keptWeights = new TreeMap<>(weights);
    keptBiases.keySet().removeAll(layers);
    keptWeights.keySet().removeAll(layers);
    return new Refinement(keptBiases, keptWeights);
  }

  /** The plan of the refined model with the weights' codes. */
  public QuantizationPlan applyTo(QuantizationPlan plan) {
    return plan.withRoundedWeights(weights);
  }

  /** The prepared model with these biases; each changed layer has a bias of its own. */
  public OnnxModel applyTo(OnnxModel prepared) {
    if (biases.isEmpty()) {
      return prepared;
    }
    OnnxModel owned = RefinableLayers.withOwnBiases(prepared);
    GraphEditor graph = new GraphEditor(owned.graph());
    GraphIndex index = GraphIndex.of(owned.graph());
    for (Node node : owned.graph().nodes()) {
      float[] bias = biases.get(GraphIndex.key(node));
      if (bias != null) {
        String name = RefinableLayers.biasOf(node, index).orElseThrow();
        long[] dims = owned.graph().initializers().get(name).dims();
        graph.addInitializer(TensorData.ofFloats(name, dims, bias));
      }
    }
    return owned.withGraph(graph.toGraph());
  }
}
