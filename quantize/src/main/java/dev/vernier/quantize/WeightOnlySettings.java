package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;

/**
 * Which weights the formats that round weights only take.
 *
 * @param minElements weights with fewer elements stay in float
 */
public record WeightOnlySettings(long minElements) {

  public WeightOnlySettings {
    if (minElements < 0) {
      throw new VernierException(
          "Smallest weight of " + minElements + " elements: expected 0 or more");
    }
  }

  public static WeightOnlySettings defaults() {
    return new WeightOnlySettings(0);
  }
}
