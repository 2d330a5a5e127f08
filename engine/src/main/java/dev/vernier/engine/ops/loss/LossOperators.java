package dev.vernier.engine.ops.loss;

import dev.vernier.engine.OperatorRegistry;

/** Losses. */
public final class LossOperators {
  private LossOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("NegativeLogLikelihoodLoss", 1, NegativeLogLikelihoodLoss::new);
    registry.register("SoftmaxCrossEntropyLoss", 1, SoftmaxCrossEntropyLoss::new);
  }
}
