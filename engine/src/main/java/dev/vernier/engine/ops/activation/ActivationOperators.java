package dev.vernier.engine.ops.activation;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Activation functions. */
public final class ActivationOperators {
  private ActivationOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Celu", 1, HalfPrecision.of(Celu::new));
    registry.register("Elu", 1, HalfPrecision.of(Elu::new));
    registry.register("Erf", 1, HalfPrecision.of(context -> new Erf()));
    registry.register("Gelu", 1, HalfPrecision.of(Gelu::new));
    registry.register("HardSigmoid", 1, HalfPrecision.of(HardSigmoid::new));
    registry.register("HardSwish", 1, HalfPrecision.of(context -> new HardSwish()));
    registry.register("LeakyRelu", 1, HalfPrecision.of(LeakyRelu::new));
    registry.register("Mish", 1, HalfPrecision.of(context -> new Mish()));
    registry.register("PRelu", 1, HalfPrecision.of(context -> new ChannelPRelu()));
    registry.register("PRelu", 7, HalfPrecision.of(context -> new PRelu()));
    registry.register("Relu", 1, HalfPrecision.of(context -> new Relu()));
    registry.register("Selu", 1, HalfPrecision.of(Selu::new));
    registry.register("Shrink", 1, HalfPrecision.of(Shrink::new));
    registry.register("Sigmoid", 1, HalfPrecision.of(context -> new Sigmoid()));
    registry.register("Softplus", 1, HalfPrecision.of(context -> new Softplus()));
    registry.register("Softsign", 1, HalfPrecision.of(context -> new Softsign()));
    registry.register("SwiGLU", 1, HalfPrecision.of(SwiGLU::new));
    registry.register("Swish", 1, HalfPrecision.of(Swish::new));
    registry.register("Tanh", 1, HalfPrecision.of(context -> new Tanh()));
    registry.register("ThresholdedRelu", 1, HalfPrecision.of(ThresholdedRelu::new));
  }
}
