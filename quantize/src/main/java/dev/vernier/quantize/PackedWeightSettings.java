package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;

/**
 * How the format {@code packed-weights} chooses the width of weights.
 *
 * @param bits 1 to 16 for all weights, or 0 for a search of each weight's own
 * @param initScale relative error that the search aims at, between 0 and 1
 * @param maxIterations steps of the search
 */
public record PackedWeightSettings(int bits, double initScale, int maxIterations) {

  public PackedWeightSettings {
    if (bits < 0 || bits > 16) {
      throw new VernierException(
          "Weights of " + bits + " bits: expected 1 to 16, or 0 for a search");
    }
    if (!(initScale > 0 && initScale < 1)) {
      throw new VernierException(
          "Relative error " + initScale + " of weights: expected a number between 0 and 1");
    }
    if (maxIterations < 1) {
      throw new VernierException("A search of " + maxIterations + " steps: expected at least 1");
    }
  }

  public static PackedWeightSettings defaults() {
    return new PackedWeightSettings(0, 0.02, 40);
  }
}
