package dev.vernier.engine;

/**
 * What one step of a plan takes.
 *
 * @param step as {@link InferenceSession#describePlan} names it
 * @param seconds median of the runs measured
 * @param multiplyAdds multiplications of its convolutions and matrix products; 0 for all else
 */
public record StepTime(String step, double seconds, long multiplyAdds) {}
