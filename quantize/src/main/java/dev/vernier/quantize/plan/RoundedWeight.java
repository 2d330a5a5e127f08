package dev.vernier.quantize.plan;

/**
 * A weight whose codes were found otherwise than by rounding each value to the nearest: {@code w =
 * scale * (code - zero point)}. A value; arrays must not be changed.
 *
 * @param codes one an element, row-major, in the low bits of a byte
 * @param scales one, or one a channel
 * @param zeroPoints likewise
 */
public record RoundedWeight(byte[] codes, float[] scales, int[] zeroPoints) {}
