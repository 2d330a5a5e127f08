package dev.vernier.pipeline.refine;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.List;

/**
 * What is left of a layer's output after the activation that alone reads it: the values between two
 * limits, and a share of those below the lower one.
 *
 * @param below slope below {@code low}: 0, or LeakyRelu's
 */
record PassBand(float low, float high, float below) {
  private static final PassBand ALL =
      new PassBand(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0);

  /** The band of the activation after a tensor; everything where there is none, or another one. */
  static PassBand after(String tensor, GraphIndex index) {
    List<GraphIndex.Use> uses = index.uses(tensor);
    if (!index.hasSingleReader(tensor)) {
      return ALL;
    }
    Node reader = uses.get(0).node();
    if (reader.is("Relu")) {
      return new PassBand(0, Float.POSITIVE_INFINITY, 0);
    }
    if (reader.is("LeakyRelu")) {
      return new PassBand(0, Float.POSITIVE_INFINITY, reader.floatAttribute("alpha", 0.01f));
    }
    return reader.is("Clip") ? clip(reader, index.graph()) : ALL;
  }

  private static PassBand clip(Node clip, Graph graph) {
    Float low = bound(clip.input(1), Float.NEGATIVE_INFINITY, graph);
    Float high = bound(clip.input(2), Float.POSITIVE_INFINITY, graph);
    return low == null || high == null ? ALL : new PassBand(low, high, 0);
  }

  private static Float bound(String name, float absent, Graph graph) {
    TensorData constant = graph.initializers().get(name);
    return name.isEmpty() ? Float.valueOf(absent) : constant == null ? null : constant.floats()[0];
  }

  double value(float x) {
    if (x > high) {
      return high;
    }
    return x >= low || below == 0 ? Math.max(x, low) : low + below * ((double) x - low);
  }

  double slope(float x) {
    return x > high ? 0 : x >= low ? 1 : below;
  }
}
