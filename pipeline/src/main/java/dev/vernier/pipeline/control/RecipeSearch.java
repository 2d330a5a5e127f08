package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Searches recipes by successive halving on the ranking half: all of them on few rows, the better
 * third on three times as many, until few enough are left or all rows are used. So hopeless ones
 * end early, and every comparison is between candidates on the same rows.
 */
final class RecipeSearch {
  /** Rows of the first round at least. */
  private static final int FEWEST = 64;

  private static final int FACTOR = 3;

  private final Trials trials;
  private final ControlSettings settings;

  RecipeSearch(Trials trials, ControlSettings settings) {
    this.trials = trials;
    this.settings = settings;
  }

  /**
   * The combinations of settings with the least distortion, ascending, the configured one among
   * those compared.
   *
   * @param most how many are wanted
   */
  List<Recipe> ranked(Recipe configured, int most) {
    List<Recipe> all = new ArrayList<>(List.of(configured));
    settings
        .variants()
        .forEach(v -> all.add(new Recipe(v, configured.raised(), configured.reverted())));
    List<Recipe> ranked = ranked("tune", all, most);
    return ranked.subList(0, Math.min(most, ranked.size()));
  }

  /** The recipe with the least distortion; of equal ones the first. */
  Recipe least(String stage, List<Recipe> recipes) {
    return ranked(stage, recipes, 1).get(0);
  }

  private List<Recipe> ranked(String stage, List<Recipe> recipes, int most) {
    return recipes.size() == 1
        ? recipes
        : new Rounds(trials, settings.rankingSamples(), FEWEST, FACTOR)
            .best(stage, recipes, most).stream().map(Trial::recipe).toList();
  }
}
