package dev.vernier.engine.ops.quant;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Quantization, its inverse, and integer arithmetic. */
public final class QuantOperators {
  private QuantOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("ConvInteger", 1, HalfPrecision.of(ConvInteger::new));
    registry.register("DequantizeLinear", 1, DequantizeLinear::new);
    registry.register(
        "DynamicQuantizeLinear", 1, HalfPrecision.of(context -> new DynamicQuantizeLinear()));
    registry.register("MatMulInteger", 1, HalfPrecision.of(context -> new MatMulInteger()));
    registry.register("QLinearConv", 1, HalfPrecision.of(QLinearConv::new));
    registry.register("QLinearMatMul", 1, HalfPrecision.of(context -> new QLinearMatMul()));
    registry.register("QuantizeLinear", 1, QuantizeLinear::new);
  }
}
