package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
   * The best settings, those with the least distortion first: of one setting after the other the
   * best value is taken, the others as they are by then, so that trials add up and do not multiply.
   *
   * @param most how many are wanted; fewer may be found
   */
  List<Recipe> tuned(Recipe configured, int most) {
    List<Trial> compared = new ArrayList<>();
    Recipe current = configured;
    for (List<String> choice : settings.choices()) {
      List<Recipe> next = new ArrayList<>(List.of(current));
      choice.stream().map(current::overriding).forEach(next::add);
      List<Trial> best = rounds().best("tune", next, most);
      compared.addAll(best);
      current = best.get(0).recipe();
    }
    return Stream.concat(sorted(compared), Stream.of(configured)).distinct().limit(most).toList();
  }

  private static Stream<Recipe> sorted(List<Trial> trials) {
    return trials.stream().sorted(Comparator.comparingDouble(Trial::score)).map(Trial::recipe);
  }

  /** The recipe with the least distortion; of equal ones the first. */
  Recipe least(String stage, List<Recipe> recipes) {
    return recipes.size() == 1 ? recipes.get(0) : rounds().best(stage, recipes, 1).get(0).recipe();
  }

  private Rounds rounds() {
    return new Rounds(trials, settings.rankingSamples(), FEWEST, FACTOR);
  }
}
