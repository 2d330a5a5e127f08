package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Ranks operators by the damage that their quantization does: the distortion of the outputs that
 * goes away with the operator alone in floating point. Those of which a third of the rows shows
 * that they do little are not measured on the others, but keep their place behind the rest.
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

  /** The operators, the most damaging first. */
  List<String> of(Recipe start, List<String> operators) {
    if (operators.isEmpty()) {
      return List.of();
    }
    List<Recipe> recipes = operators.stream().map(start::alsoReverting).toList();
    int samples = settings.rankingSamples();
    List<String> ranking = new ArrayList<>();
    if (samples / FACTOR >= FEWEST && recipes.size() > LEAST) {
      Rounds first = new Rounds(trials, samples / FACTOR, samples / FACTOR, FACTOR);
      List<String> all = names(first.best("rank", recipes, LEAST));
      int most = Math.max(LEAST, all.size() / FACTOR);
      ranking.addAll(all.subList(most, all.size()));
      recipes = all.subList(0, most).stream().map(start::alsoReverting).toList();
    }
    ranking.addAll(0, names(new Rounds(trials, samples, samples, FACTOR).best("rank", recipes, 1)));
    return ranking;
  }

  private static List<String> names(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.recipe().reverted().get(t.recipe().reverted().size() - 1))
        .toList();
  }
}
