package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.OperatorRegistry;

/** Operators of the domain com.microsoft apart from the quantized ones. */
public final class ContribOperators {
  private static final String DOMAIN = "com.microsoft";

  private ContribOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register(DOMAIN, "DequantizeLinear", 1, DefaultDomain::new);
    registry.register(DOMAIN, "QuantizeLinear", 1, DefaultDomain::new);
  }
}
