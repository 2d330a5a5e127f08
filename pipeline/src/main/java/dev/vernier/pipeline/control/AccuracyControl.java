package dev.vernier.pipeline.control;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Finds the candidate that keeps a limit on the loss with the fewest operators in floating point.
 *
 * <p>Every choice is made on one half of the data, by the distortion of the outputs: which settings
 * to use, which operators to give 16 bits and which to leave in floating point (the greedy revert
 * of NNCF and POT). What was chosen is then measured over all rows, and counts if it keeps the
 * limit both on the other half and on all rows. That half decides nothing else, and as every look
 * at it is a chance to keep the limit by luck, candidates come to it one by one, the cheapest
 * first, until one is good enough; {@link ControlOutcome#looks} counts them.
 */
public final class AccuracyControl {
  /** Paths grow by single operators up to this length; longer ones are searched by halving. */
  private static final int SHORT = 8;

  /** Settings that are confirmed at most. */
  private static final int CONFIRMED = 3;

  private final CandidateSource source;
  private final Trials trials;
  private final DropLimit limit;
  private final ControlSettings settings;
  private Trial best;

  /** Control over candidates of a source, measured by a runner. */
  public AccuracyControl(
      CandidateSource source, TrialRunner runner, DropLimit limit, ControlSettings settings) {
    this.source = source;
    this.trials = new Trials(source, runner, limit, settings.sideBySide());
    this.limit = limit;
    this.settings = settings;
  }

  /** Runs trials until the limit is kept or nothing is left to try. */
  public ControlOutcome run() {
    Trial configured = measure("as configured", Recipe.PLAIN);
    if (configured.all().isEmpty()) {
      throw new VernierException(
          "validation.drop-metric = "
              + limit.metric()
              + ": no such measure with a loss was made; expected one of the measures of"
              + " validation.metrics, and labels for it");
    }
    Recipe start = keeps() ? Recipe.PLAIN : tune();
    start = keeps() ? start : raise(start);
    if (!keeps()) {
      revert(start);
    }
    if (keeps()) {
      reduce();
    }
    return outcome();
  }

  private boolean keeps() {
    return best.keeps(limit);
  }

  /**
   * Measures over all rows. Of those that keep the limit the cheapest is best, else the least loss.
   */
  private Trial measure(String stage, Recipe recipe) {
    Trial trial = trials.run(stage, recipe, TrialRows.ALL);
    boolean better =
        best == null
            || (trial.keeps(limit)
                ? !keeps() || Recipe.CHEAPEST.compare(recipe, best.recipe()) < 0
                : !keeps() && trial.worst() < best.worst());
    best = better ? trial : best;
    return trial;
  }

  /** Confirms the settings that distort less than the configured ones; returns the best. */
  private Recipe tune() {
    List<Recipe> tuned = new RecipeSearch(trials, settings).tuned(Recipe.PLAIN, CONFIRMED);
    for (Recipe recipe : tuned) {
      if (keeps() || recipe.equals(Recipe.PLAIN)) {
        break;
      }
      measure("tuned", recipe);
    }
    return tuned.get(0);
  }

  /** Gives operators 16 bits; returns the recipe with all that may have them. */
  private Recipe raise(Recipe start) {
    List<String> operators = operators(start);
    int most = Math.min(SHORT, (int) Math.ceil(settings.maxRaised() * operators.size()));
    if (most == 0) {
      return start;
    }
    ReliefPath path = path("rank 16 bits", start, operators, Recipe::alsoRaising);
    grow("raise to 16 bits", path, most);
    return path.first(most);
  }

  private void revert(Recipe start) {
    ReliefPath path = path("rank", start, operators(start), Recipe::alsoReverting);
    int most = Math.min(path.operators(), settings.mostReverted(path.operators()));
    int reached = Math.min(SHORT, most);
    grow("revert", path, reached);
    while (!keeps() && reached < most) {
      int failing = reached;
      reached = Math.min(2 * reached, most);
      measure("revert more", path.first(reached));
      if (keeps()) {
        halve(path, failing, reached);
      }
    }
  }

  private ReliefPath path(
      String stage, Recipe start, List<String> all, BiFunction<Recipe, String, Recipe> relief) {
    return new ReliefPath(trials, settings, stage, start, all, relief);
  }

  private List<String> operators(Recipe recipe) {
    return source.integerOperators(recipe).stream().map(GraphIndex::key).toList();
  }

  /** Goes along a path until the limit is kept. */
  private void grow(String stage, ReliefPath path, int longest) {
    for (int length = 0; length < longest && !keeps(); length++) {
      measure(stage, path.next());
    }
  }

  /** Binary search for the shortest prefix between one that fails and one that keeps the limit. */
  private void halve(ReliefPath path, int failing, int keeping) {
    int low = failing;
    int high = keeping;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (measure("halve", path.first(middle)).keeps(limit)) {
        high = middle;
      } else {
        low = middle;
      }
    }
  }

  /**
   * Quantizes operators again one at a time, in 16 bits or 8, each time where that distorts the
   * ranking half least, until the limit would be missed.
   */
  private void reduce() {
    boolean further = true;
    while (further) {
      List<Recipe> cheaper = cheaper(best.recipe());
      further = !cheaper.isEmpty() && measure("restore", least(cheaper)).keeps(limit);
    }
  }

  private Recipe least(List<Recipe> cheaper) {
    return new RecipeSearch(trials, settings).least("rank 8 bits", cheaper);
  }

  /** One operator cheaper than a recipe, without those that are known to miss the limit. */
  private List<Recipe> cheaper(Recipe recipe) {
    List<Recipe> cheaper = new ArrayList<>();
    for (String operator : recipe.reverted()) {
      cheaper.add(recipe.restoring(operator));
      if (settings.maxRaised() > 0) {
        cheaper.add(recipe.alsoRaising(operator));
      }
    }
    recipe.raised().forEach(operator -> cheaper.add(recipe.restoring(operator)));
    return cheaper.stream().filter(c -> !trials.knows(c, TrialRows.ALL)).toList();
  }

  private ControlOutcome outcome() {
    Recipe chosen = best.recipe();
    List<Node> before = source.integerOperators(Recipe.of(chosen.overrides()));
    Set<String> after =
        source.integerOperators(chosen).stream().map(GraphIndex::key).collect(Collectors.toSet());
    List<String> reverted =
        before.stream().map(GraphIndex::key).filter(key -> !after.contains(key)).toList();
    return new ControlOutcome(
        best, keeps(), limit, before.size(), chosen.raised(), reverted, trials.trail());
  }
}
