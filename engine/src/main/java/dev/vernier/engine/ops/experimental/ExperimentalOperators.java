package dev.vernier.engine.ops.experimental;

import dev.vernier.engine.OperatorRegistry;

/** Former experimental operators of the default domain. */
public final class ExperimentalOperators {
  private ExperimentalOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Affine", 1, Affine::new);
    registry.register("Crop", 1, Crop::new);
    registry.register("ImageScaler", 1, ImageScaler::new);
  }
}
