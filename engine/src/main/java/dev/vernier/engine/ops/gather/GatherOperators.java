package dev.vernier.engine.ops.gather;

import dev.vernier.engine.OperatorRegistry;

/** Operators that move elements by computed positions. */
public final class GatherOperators {
  private GatherOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Compress", 1, Compress::new);
    registry.register("Gather", 1, Gather::new);
    registry.register("GatherElements", 1, GatherElements::new);
    registry.register("GatherND", 1, GatherND::new);
    registry.register("NonZero", 1, context -> new NonZero());
    registry.register("OneHot", 1, OneHot::new);
    registry.register("Scatter", 9, ScatterElements::new);
    registry.register("ScatterElements", 1, ScatterElements::new);
    registry.register("ScatterND", 1, ScatterND::new);
    registry.register("TensorScatter", 1, TensorScatter::new);
    registry.register("TopK", 1, TopK::new);
    registry.register("Unique", 1, Unique::new);
  }
}
