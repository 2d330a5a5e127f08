package dev.vernier.kernels;

/**
 * How {@link Kernels#addCodes} adds codes held as floats less their zero points.
 *
 * @param zeroA zero point of the first operand
 * @param ratioA its scale over that of the sum
 * @param fixed what is added besides
 * @param low least code of the sum, a whole number
 * @param high most
 * @param zero zero point of the sum
 */
public record CodeSum(
    float zeroA,
    float zeroB,
    float ratioA,
    float ratioB,
    float fixed,
    float low,
    float high,
    float zero) {}
