package dev.vernier.quantize.plan;

/**
 * A Relu or Clip that is computed by the rounding of its producer: values are rounded after it
 * only.
 *
 * @param node the activation, by {@link GraphIndex#key}
 * @param input the tensor before the activation, which is not quantized on its own
 * @param output the tensor after it, which is
 */
public record FusedActivation(String node, String input, String output) {}
