package dev.vernier.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which range method {@code auto} chose, and by what.
 *
 * @param method the method with the greatest SQNR; of equal ones the first
 * @param samples samples of the hold-out fold that every candidate ran on
 * @param scores of every candidate, in the order of candidates
 */
public record RangeChoice(String method, int samples, List<Score> scores) {

  /**
   * How near a candidate's outputs are to those of the floating-point model.
   *
   * @param sqnr mean over samples of the outputs' signal to quantization noise, in decibels
   * @param agreement share of samples whose first output is largest at the same place
   */
  public record Score(String method, double sqnr, double agreement) {}

  /** Copies the list. */
  public RangeChoice {
    scores = List.copyOf(scores);
  }

  /** The choice among scores, which must not be none. */
  static RangeChoice of(int samples, List<Score> scores) {
    Score best = scores.get(0);
    for (Score score : scores) {
      best = score.sqnr() > best.sqnr() ? score : best;
    }
    return new RangeChoice(best.method(), samples, scores);
  }

  /** One line for reports. */
  public String text() {
    List<String> candidates = new ArrayList<>();
    for (Score score : scores) {
      candidates.add(
          String.format(
              Locale.ROOT,
              "%s %.2f dB, agreement %.1f %%",
              score.method(),
              score.sqnr(),
              100 * score.agreement()));
    }
    return "auto chose "
        + method
        + " on "
        + samples
        + " held-out samples: "
        + String.join("; ", candidates);
  }
}
