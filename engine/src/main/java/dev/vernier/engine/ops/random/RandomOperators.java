package dev.vernier.engine.ops.random;

import dev.vernier.engine.OperatorRegistry;

/** Random generators. */
public final class RandomOperators {
  private RandomOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Multinomial", 1, Multinomial::new);
    registry.register("RandomNormal", 1, RandomNormal::new);
    registry.register("RandomNormalLike", 1, RandomNormal::new);
    registry.register("RandomUniform", 1, RandomUniform::new);
    registry.register("RandomUniformLike", 1, RandomUniform::new);
  }
}
