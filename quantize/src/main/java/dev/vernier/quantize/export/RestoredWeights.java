package dev.vernier.quantize.export;

import dev.vernier.onnx.Graph;
import dev.vernier.quantize.plan.WeightQuantizer;

/** What a quantized model computes with in place of its weights. */
public final class RestoredWeights {
  private RestoredWeights() {}

  /** The weight rounded to its codes and back, before any bias enlarges its scales. */
  public static float[] of(Graph graph, WeightQuantizer weight) {
    WeightCodes rounded =
        WeightCodes.of(
            graph.initializers().get(weight.tensor()), weight.axis(), weight.format(), null, 0f);
    return rounded.restored();
  }
}
