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
    registerContributed(registry);
  }

  /** Operators of ONNX Runtime's own domain. */
  private static void registerContributed(OperatorRegistry registry) {
    String domain = "com.microsoft";
    registry.register(domain, "QGemm", 1, QGemm::new);
    registry.register(domain, "QLinearAdd", 1, context -> new QLinearAdd());
    registry.register(domain, "QLinearAveragePool", 1, QLinearAveragePool::new);
    registry.register(domain, "QLinearConcat", 1, QLinearConcat::new);
    registry.register(domain, "QLinearGlobalAveragePool", 1, QLinearGlobalAveragePool::new);
    registry.register(domain, "QLinearLeakyRelu", 1, QLinearLeakyRelu::new);
    registry.register(domain, "QLinearMul", 1, context -> new QLinearMul());
    registry.register(domain, "QLinearReduceMean", 1, QLinearReduceMean::new);
    registry.register(domain, "QLinearSigmoid", 1, context -> new QLinearSigmoid());
    registry.register(domain, "QLinearSoftmax", 1, QLinearSoftmax::new);
    registry.register(domain, "QLinearWhere", 1, context -> new QLinearWhere());
  }
}
