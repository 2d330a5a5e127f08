package dev.vernier.engine.ops;

import dev.vernier.engine.OperatorRegistry;

/** The explicit list of operator families that every model may use. */
public final class StandardOperators {
  private StandardOperators() {}

  /** Adds every family to the registry. */
  public static void register(OperatorRegistry registry) {}
}
