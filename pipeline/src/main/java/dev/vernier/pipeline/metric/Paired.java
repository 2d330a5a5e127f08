package dev.vernier.pipeline.metric;

import java.util.Map;

/** The measures of a metric that both models have. */
final class Paired {
  /** Index of the floating-point model where a metric keeps one thing a model. */
  static final int REFERENCE = 0;

  /** Index of the candidate. */
  static final int CANDIDATE = 1;

  private Paired() {}

  /** Adds a measure of which more is better. */
  static void higher(Map<String, Double> to, String name, double reference, double candidate) {
    put(to, name, reference, candidate, reference - candidate);
  }

  /** Adds a measure of which less is better. */
  static void lower(Map<String, Double> to, String name, double reference, double candidate) {
    put(to, name, reference, candidate, candidate - reference);
  }

  private static void put(
      Map<String, Double> to, String name, double reference, double candidate, double drop) {
    to.put("reference." + name, reference);
    to.put(name, candidate);
    to.put("drop." + name, drop);
  }
}
