package dev.vernier.pipeline.report;

import java.util.List;

/**
 * Drift as plain values; shares are from 0 to 1.
 *
 * @param verdict {@code stable}, {@code moderate} or {@code significant}
 * @param since what the reference is
 * @param gone tensors that only the reference has
 * @param fresh tensors that only the current states have
 * @param tensors those that both have, the most drifted first
 */
public record DriftLine(
    String verdict,
    String since,
    long samplesBefore,
    long samplesNow,
    List<String> gone,
    List<String> fresh,
    List<Tensor> tensors) {

  /**
   * One tensor.
   *
   * @param psi population stability index
   * @param kl Kullback-Leibler divergence of the current values from the reference's, in nats
   * @param before its values in the reference
   * @param now its values in the current states
   * @param growth the largest magnitude now as a multiple of that before
   * @param clippedBefore share of the reference's values outside the range in force; null if none
   *     is
   * @param clippedNow the same of the current values
   */
  public record Tensor(
      String name,
      String verdict,
      double psi,
      double kl,
      Values before,
      Values now,
      Double growth,
      Double clippedBefore,
      Double clippedNow) {}

  /**
   * The values of one side.
   *
   * @param min smallest value; null if there are none
   * @param max largest value; null if there are none
   * @param histogram relative heights from 0 to 1 of equal bins from the smaller minimum of both
   *     sides to the larger maximum; empty for tensors far down the ranking
   */
  public record Values(Double min, Double max, List<Double> histogram) {}
}
