package dev.vernier.quantize.plan;

/** The part an operator plays in quantization. */
enum Role {
  /** Has weights or multiplies matrices: its inputs are always worth rounding. */
  WEIGHTED,
  /** Has an integer form that pays only between operators that are quantized already. */
  FOLLOWER,
  /** Relu or Clip: limits values, which rounding does as well. */
  CLAMP,
  /** Moves or selects values without changing them: shares the quantizer of its input. */
  PASSTHROUGH,
  /** Computed in float. */
  FLOAT
}
