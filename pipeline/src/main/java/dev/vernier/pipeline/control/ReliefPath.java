package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Operators relieved of eight bits one after the other, each the one that takes away most of the
 * distortion that is left on the ranking half. All are ranked alone first; after each step the
 * first of those left are ranked anew, because neighbours share tensors, so that what two of them
 * take away is not the sum of what each does alone.
 */
final class ReliefPath {
  /** Operators that are ranked anew after each step, the most damaging of those left. */
  private static final int CONTENDERS = 8;

  private final Trials trials;
  private final ControlSettings settings;
  private final String stage;
  private final Recipe start;
  private final BiFunction<Recipe, String, Recipe> relief;
  private final List<String> taken = new ArrayList<>();
  private final List<String> left;

  /**
   * Ranks operators for a path.
   *
   * @param stage what the trials are called
   * @param start what the path starts from
   * @param relief a recipe with one more operator relieved
   */
  ReliefPath(
      Trials trials,
      ControlSettings settings,
      String stage,
      Recipe start,
      List<String> operators,
      BiFunction<Recipe, String, Recipe> relief) {
    this.trials = trials;
    this.settings = settings;
    this.stage = stage;
    this.start = start;
    this.relief = relief;
    this.left =
        new ArrayList<>(
            new OperatorRanking(trials, settings)
                .of(stage, operators, operator -> relief.apply(start, operator)));
  }

  /** Operators that are or can be relieved. */
  int operators() {
    return taken.size() + left.size();
  }

  /** The recipe with one more operator relieved than the last call gave. */
  Recipe next() {
    Recipe current = first(taken.size());
    String operator = taken.isEmpty() ? left.get(0) : best(current);
    left.remove(operator);
    taken.add(operator);
    return relief.apply(current, operator);
  }

  private String best(Recipe current) {
    List<String> contenders = left.subList(0, Math.min(CONTENDERS, left.size()));
    return new OperatorRanking(trials, settings)
        .of(stage + " anew", contenders, operator -> relief.apply(current, operator))
        .get(0);
  }

  /** The recipe with so many operators relieved: those of the path so far, then those by rank. */
  Recipe first(int count) {
    Recipe recipe = start;
    for (int i = 0; i < count; i++) {
      recipe = relief.apply(recipe, i < taken.size() ? taken.get(i) : left.get(i - taken.size()));
    }
    return recipe;
  }
}
