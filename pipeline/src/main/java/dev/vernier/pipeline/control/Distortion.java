package dev.vernier.pipeline.control;

import java.util.Map;

/**
 * How far a candidate's outputs are from the floating-point model's. A few hundred rows tell it
 * apart where an accuracy, which moves in whole rows, cannot.
 */
final class Distortion {
  private Distortion() {}

  /**
   * Divergence of the class probabilities; where there are none, noise relative to signal; where
   * neither was measured, the loss itself. Never NaN; infinity if nothing was measured.
   */
  static double of(Map<String, Double> measures, DropLimit limit) {
    Double divergence = measures.get("divergence");
    if (divergence != null && Double.isFinite(divergence)) {
      return divergence;
    }
    Double sqnr = measures.get("sqnr");
    if (sqnr != null && !sqnr.isNaN()) {
      return StrictMath.pow(10, -sqnr / 10);
    }
    double drop = limit.drop(measures).orElse(Double.POSITIVE_INFINITY);
    return Double.isNaN(drop) ? Double.POSITIVE_INFINITY : drop;
  }
}
