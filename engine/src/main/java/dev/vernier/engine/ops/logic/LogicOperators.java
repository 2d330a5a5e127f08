package dev.vernier.engine.ops.logic;

import dev.vernier.engine.OperatorRegistry;

/** Comparisons and boolean algebra. */
public final class LogicOperators {
  private LogicOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("And", 1, context -> new And());
    registry.register("Equal", 1, context -> new Equal());
    registry.register("Greater", 1, context -> new Greater());
    registry.register("GreaterOrEqual", 1, context -> new GreaterOrEqual());
    registry.register("IsInf", 1, IsInf::new);
    registry.register("IsNaN", 1, context -> new IsNaN());
    registry.register("Less", 1, context -> new Less());
    registry.register("LessOrEqual", 1, context -> new LessOrEqual());
    registry.register("Not", 1, context -> new Not());
    registry.register("Or", 1, context -> new Or());
    registry.register("Xor", 1, context -> new Xor());
  }
}
