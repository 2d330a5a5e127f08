package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Ranks operators by the damage that their quantization does: the distortion of the outputs that
 * goes away with the operator alone in floating point, or in 16 bits. Those of which a third of the
 * rows shows that they do little are not measured on the others, but keep their place behind the
 * rest.
 */
final class OperatorRanking {
  private static final int FEWEST = 64;
  private static final int FACTOR = 3;

  /** Operators measured on all ranking rows at least. */
  private static final int LEAST = 16;

  private final Trials trials;
  private final ControlSettings settings;

  OperatorRanking(Trials trials, ControlSettings settings) {
    this.trials = trials;
    this.settings = settings;
  }

  /**
   * The operators, the most damaging first.
   *
   * @param stage what the trials are called
   * @param relieved the recipe that spares an operator from eight bits
   */
  List<String> of(String stage, List<String> operators, Function<String, Recipe> relieved) {
    if (operators.isEmpty()) {
      return List.of();
    }
    Map<Recipe, String> byRecipe = new LinkedHashMap<>();
    operators.forEach(operator -> byRecipe.put(relieved.apply(operator), operator));
    return ranked(stage, List.copyOf(byRecipe.keySet())).stream().map(byRecipe::get).toList();
  }

  private List<Recipe> ranked(String stage, List<Recipe> recipes) {
    int samples = settings.rankingSamples();
    List<Recipe> ranking = new ArrayList<>();
    List<Recipe> left = recipes;
    if (samples / FACTOR >= FEWEST && recipes.size() > LEAST) {
      Rounds first = new Rounds(trials, samples / FACTOR, samples / FACTOR, FACTOR);
      List<Recipe> all = recipes(first.best(stage, recipes, LEAST));
      int most = Math.max(LEAST, all.size() / FACTOR);
      ranking.addAll(all.subList(most, all.size()));
      left = all.subList(0, most);
    }
    ranking.addAll(0, recipes(new Rounds(trials, samples, samples, FACTOR).best(stage, left, 1)));
    return ranking;
  }

  private static List<Recipe> recipes(List<Trial> trials) {
    return trials.stream().map(Trial::recipe).toList();
  }
}
