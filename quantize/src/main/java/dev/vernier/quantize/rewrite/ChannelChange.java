package dev.vernier.quantize.rewrite;

/**
 * What becomes of the channels of a tensor between two layers: x becomes (x - shift) / scale, and
 * the second layer makes up for it. Arrays must not be changed.
 *
 * @param shifts one a channel
 * @param scales one a channel, positive
 */
public record ChannelChange(double[] shifts, double[] scales) {}
