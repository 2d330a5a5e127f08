package dev.vernier.engine.ops.nn;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Convolutions, pools, resampling, recurrent layers and attention. */
public final class NnOperators {
  private NnOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Attention", 1, HalfPrecision.withoutDouble(Attention::new));
    registry.register("AveragePool", 1, HalfPrecision.of(AveragePool::new));
    registry.register("CausalConvWithState", 1, HalfPrecision.of(CausalConvWithState::new));
    registry.register("Col2Im", 1, HalfPrecision.of(Col2Im::new));
    registry.register("Conv", 1, HalfPrecision.of(Conv::new));
    registry.register("ConvTranspose", 1, HalfPrecision.of(ConvTranspose::new));
    registry.register("DeformConv", 1, DeformConv::new);
    registry.register("ai.onnx.preview", "FlexAttention", 1, FlexAttention::new);
    registry.register("GRU", 1, HalfPrecision.withoutDouble(GRU::new));
    registry.register("GlobalAveragePool", 1, HalfPrecision.of(context -> new GlobalAveragePool()));
    registry.register("GlobalLpPool", 1, HalfPrecision.of(GlobalLpPool::new));
    registry.register("GlobalMaxPool", 1, HalfPrecision.of(context -> new GlobalMaxPool()));
    registry.register("LSTM", 1, HalfPrecision.withoutDouble(LSTM::new));
    registry.register("LinearAttention", 1, HalfPrecision.of(LinearAttention::new));
    registry.register("LpPool", 1, HalfPrecision.of(LpPool::new));
    registry.register("MaxPool", 1, HalfPrecision.of(MaxPool::new));
    registry.register("MaxUnpool", 1, MaxUnpool::new);
    registry.register("RNN", 1, HalfPrecision.withoutDouble(RNN::new));
    registry.register("Resize", 1, HalfPrecision.of(Resize::new));
    registry.register("RotaryEmbedding", 1, HalfPrecision.of(RotaryEmbedding::new));
    registry.register("Upsample", 1, HalfPrecision.of(Resize::new));
  }
}
