package dev.vernier.quantize.plan;

/**
 * A bias stored as int32 with scale {@code scale(activation) * scale(weight)}.
 *
 * @param node the reader, by {@link GraphIndex#key}
 * @param input index of the bias among the node's inputs
 * @param tensor name of the initializer
 * @param activation tensor whose quantizer scales the bias
 */
public record BiasQuantizer(String node, int input, String tensor, String activation) {}
