package dev.vernier.engine.ops.control;

import dev.vernier.engine.OperatorRegistry;

/** Operators that run subgraphs. */
public final class ControlOperators {
  private ControlOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("If", 1, If::new);
    registry.register("Loop", 1, Loop::new);
    registry.register("Scan", 1, Scan::new);
  }
}
