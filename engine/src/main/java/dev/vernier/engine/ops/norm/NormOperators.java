package dev.vernier.engine.ops.norm;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Normalisations and softmax. */
public final class NormOperators {
  private NormOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("BatchNormalization", 1, HalfPrecision.of(BatchNormalization::new));
    registry.register("GroupNormalization", 1, HalfPrecision.of(GroupNormalization::new));
    registry.register("Hardmax", 1, HalfPrecision.of(Hardmax::new));
    registry.register("InstanceNormalization", 1, HalfPrecision.of(InstanceNormalization::new));
    registry.register("LRN", 1, HalfPrecision.of(LRN::new));
    registry.register("LayerNormalization", 1, HalfPrecision.of(LayerNormalization::new));
    registry.register("LogSoftmax", 1, HalfPrecision.of(LogSoftmax::new));
    registry.register("LpNormalization", 1, HalfPrecision.of(LpNormalization::new));
    registry.register(
        "MeanVarianceNormalization", 1, HalfPrecision.of(MeanVarianceNormalization::new));
    registry.register("RMSNormalization", 1, HalfPrecision.of(RMSNormalization::new));
    registry.register("Softmax", 1, HalfPrecision.of(Softmax::new));
  }
}
