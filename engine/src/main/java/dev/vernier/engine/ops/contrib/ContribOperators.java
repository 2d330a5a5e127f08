package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Operators of the domain com.microsoft apart from the quantized ones. */
public final class ContribOperators {
  static final String DOMAIN = "com.microsoft";

  /** Domain of operators that only expansions use. */
  static final String OWN = "dev.vernier";

  private ContribOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registerAttention(registry);
    registerNormalizations(registry);
    registerIntegers(registry);
    registry.register(DOMAIN, "BiasAdd", 1, context -> new BiasAdd());
    registry.register(DOMAIN, "BiasGelu", 1, context -> new BiasGelu());
    registry.register(DOMAIN, "BiasSoftmax", 1, BiasSoftmax::new);
    registry.register(DOMAIN, "DynamicQuantizeLSTM", 1, DynamicQuantizeLSTM::new);
    registry.register(DOMAIN, "FastGelu", 1, context -> new FastGelu());
    registry.register(DOMAIN, "FusedConv", 1, FusedConv::new);
    registry.register(DOMAIN, "FusedGemm", 1, FusedGemm::new);
    registry.register(DOMAIN, "FusedMatMul", 1, FusedMatMul::new);
    registry.register(DOMAIN, "Gelu", 1, context -> new Gelu());
    registry.register(DOMAIN, "NhwcMaxPool", 1, NhwcMaxPool::new);
    registry.register(DOMAIN, "QuickGelu", 1, QuickGelu::new);
    registry.register(DOMAIN, "TransposeMatMul", 1, FusedMatMul::new);
    registry.register(OWN, "MoveMatrixAxes", 1, MoveMatrixAxes::new);
  }

  private static void registerAttention(OperatorRegistry registry) {
    registry.register(DOMAIN, "Attention", 1, Attention::new);
    registry.register(DOMAIN, "MultiHeadAttention", 1, MultiHeadAttention::new);
    registry.register(DOMAIN, "QAttention", 1, QAttention::new);
    registry.register(DOMAIN, "RotaryEmbedding", 1, HalfPrecision.of(RotaryEmbedding::new));
    registry.register(OWN, "PaddingBias", 1, PaddingBias::new);
  }

  private static void registerNormalizations(OperatorRegistry registry) {
    registry.register(DOMAIN, "EmbedLayerNormalization", 1, EmbedLayerNormalization::new);
    registry.register(DOMAIN, "GroupNorm", 1, GroupNorm::new);
    registry.register(DOMAIN, "QEmbedLayerNormalization", 1, QEmbedLayerNormalization::new);
    registry.register(DOMAIN, "SkipLayerNormalization", 1, SkipLayerNormalization::new);
    registry.register(
        DOMAIN, "SkipSimplifiedLayerNormalization", 1, SkipSimplifiedLayerNormalization::new);
    registry.register("SimplifiedLayerNormalization", 1, SimplifiedLayerNormalization::new);
  }

  private static void registerIntegers(OperatorRegistry registry) {
    registry.register(DOMAIN, "DequantizeLinear", 1, DefaultDomain::new);
    registry.register(DOMAIN, "DynamicQuantizeMatMul", 1, context -> new DynamicQuantizeMatMul());
    registry.register(DOMAIN, "GatherBlockQuantized", 1, GatherBlockQuantized::new);
    registry.register(DOMAIN, "MatMulInteger16", 1, context -> new MatMulInteger16());
    registry.register(DOMAIN, "MatMulIntegerToFloat", 1, context -> new MatMulIntegerToFloat());
    registry.register(DOMAIN, "MatMulNBits", 1, MatMulNBits::new);
    registry.register(DOMAIN, "MulInteger", 1, context -> new MulInteger());
    registry.register(DOMAIN, "QuantizeLinear", 1, DefaultDomain::new);
    registry.register(DOMAIN, "ReduceSumInteger", 1, ReduceSumInteger::new);
    registry.register(OWN, "DequantizeBlocks", 1, DequantizeBlocks::new);
  }
}
