package dev.vernier.quantize.export;

import dev.vernier.onnx.Graph;
import dev.vernier.quantize.plan.WeightQuantizer;

/** The scales a weight is rounded with, for files that list them. */
public final class WeightScales {

  private WeightScales() {}

  /** One, or one a channel or block in row-major order, before any bias enlarges them. */
  public static float[] of(Graph graph, WeightQuantizer weight) {
    return WeightCodes.of(
            graph.initializers().get(weight.tensor()), weight.axis(), weight.format(), null, 0f)
        .scales();
  }
}
