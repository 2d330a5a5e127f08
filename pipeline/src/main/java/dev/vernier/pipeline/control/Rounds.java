package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Successive halving: candidates are measured on few rows of the ranking half, the better part of
 * them on more, and the last of them on all rows that may be used.
 */
final class Rounds {
  private final Trials trials;
  private final int rows;
  private final int fewest;
  private final int factor;

  Rounds(Trials trials, int rows, int fewest, int factor) {
    this.trials = trials;
    this.rows = rows;
    this.fewest = fewest;
    this.factor = factor;
  }

  /**
   * The trials of the last round, by ascending distortion; of equal ones the earlier recipe first.
   *
   * @param least candidates that reach the last round, if there are so many
   */
  List<Trial> best(String stage, List<Recipe> recipes, int least) {
    List<Recipe> left = new ArrayList<>(recipes);
    int samples = firstRound(recipes.size(), least);
    while (true) {
      List<Trial> sorted = new ArrayList<>(trials.run(stage, left, TrialRows.ranking(samples)));
      sorted.sort(Comparator.comparingDouble(Trial::score));
      if (samples >= rows) {
        return sorted;
      }
      int survivors = Math.min(left.size(), Math.max(least, (left.size() + factor - 1) / factor));
      left = new ArrayList<>(sorted.subList(0, survivors).stream().map(Trial::recipe).toList());
      samples = left.size() <= least ? rows : Math.min(rows, samples * factor);
    }
  }

  /** So many rows that rounds of growing size end with all rows and the least candidates. */
  private int firstRound(int candidates, int least) {
    int samples = rows;
    for (int left = candidates; left > least && samples / factor >= fewest; left /= factor) {
      samples /= factor;
    }
    return samples;
  }
}
