package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Searches settings by successive halving on the ranking half: all combinations on few rows, the
 * better third of them on three times as many, until one is left or all rows are used. So hopeless
 * combinations end early, and every comparison is between candidates on the same rows.
 */
final class SettingsSearch {
  /** Rows of the first round at least. */
  private static final int FEWEST = 32;

  private static final int FACTOR = 3;

  private final Trials trials;
  private final ControlSettings settings;

  SettingsSearch(Trials trials, ControlSettings settings) {
    this.trials = trials;
    this.settings = settings;
  }

  /** The combination with the least distortion, the configured one among them. */
  Recipe best(Recipe configured) {
    List<Recipe> left = new ArrayList<>(List.of(configured));
    settings
        .variants()
        .forEach(v -> left.add(new Recipe(v, configured.raised(), configured.reverted())));
    return new Rounds(trials, settings.rankingSamples(), FEWEST, FACTOR)
        .best("tune", left, 1).stream()
            .min(Comparator.comparingDouble(Trial::score))
            .orElseThrow()
            .recipe();
  }
}
