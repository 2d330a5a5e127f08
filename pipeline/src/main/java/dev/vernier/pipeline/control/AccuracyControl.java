package dev.vernier.pipeline.control;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the candidate that keeps a limit on the loss with the fewest operators in floating point.
 *
 * <p>Operators are ranked on one half of the data by how much less the outputs are distorted with
 * each of them alone in floating point. Prefixes of that ranking are then measured side by side
 * over all rows, and the shortest counts that keeps the limit both on the other half and on all
 * rows: the greedy revert of NNCF and POT and the binary search of AMCT, in two or three passes
 * over the data. Unless one operator was enough, they are then ranked anew after each that is left
 * in floating point, to find fewer; where no choice keeps the limit, the candidate with the
 * smallest loss is the outcome.
 *
 * <p>Before any operator is left in floating point, those whose activations gain most from 16 bits
 * get them, as few as keep the limit; and at the end each operator in floating point is tried in 16
 * bits and in 8.
 */
public final class AccuracyControl {
  /** Prefixes up to this length are all measured; longer ones are searched by halving. */
  private static final int SHORT = 8;

  /** Operators that are ranked anew after each step, the most damaging of the first ranking. */
  private static final int CONTENDERS = 8;

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
    Trial start = measure("as configured", Recipe.PLAIN);
    if (start.all().isEmpty()) {
      throw new VernierException(
          "validation.drop-metric = "
              + limit.metric()
              + ": no such measure with a loss was made; expected one of the measures of"
              + " validation.metrics, and labels for it");
    }
    if (!keeps() && !settings.variants().isEmpty()) {
      Recipe tuned = new SettingsSearch(trials, settings).best(start.recipe());
      start = measure("tuned", tuned);
    }
    if (!keeps()) {
      raise(start.recipe());
    }
    if (!keeps()) {
      revert(start.recipe());
    }
    if (keeps()) {
      reduce();
    }
    return outcome();
  }

  private boolean keeps() {
    return best.keeps(limit);
  }

  private Trial measure(String stage, Recipe recipe) {
    return measure(stage, List.of(recipe)).get(0);
  }

  /** Measures over all rows; the best so far is kept. */
  private List<Trial> measure(String stage, List<Recipe> recipes) {
    List<Trial> measured = trials.run(stage, recipes, TrialRows.ALL);
    measured.forEach(this::consider);
    return measured;
  }

  /** Of those that keep the limit the cheapest one, else the smallest loss. */
  private void consider(Trial trial) {
    boolean better =
        best == null
            || (trial.keeps(limit)
                ? !keeps() || cost(trial.recipe(), best.recipe()) < 0
                : !keeps() && trial.worst() < best.worst());
    best = better ? trial : best;
  }

  private static int cost(Recipe one, Recipe other) {
    return Recipe.CHEAPEST.compare(one, other);
  }

  private static int size(Trial trial) {
    return trial.recipe().reverted().size();
  }

  private void raise(Recipe start) {
    List<String> operators = operators(start);
    int most = Math.min(SHORT, (int) Math.ceil(settings.maxRaised() * operators.size()));
    if (most == 0) {
      return;
    }
    List<String> ranking =
        new OperatorRanking(trials, settings).of("rank 16 bits", operators, start::alsoRaising);
    measure("raise to 16 bits", prefixes(ranking, most, start::raising));
  }

  private void revert(Recipe start) {
    List<String> ranking =
        new OperatorRanking(trials, settings).of("rank", operators(start), start::alsoReverting);
    int most = Math.max(1, (int) (settings.maxReverted() * ranking.size()));
    int few = Math.min(Math.min(SHORT, most), ranking.size());
    if (few == 0) {
      return;
    }
    measure("revert", prefixes(ranking, few, start::reverting));
    int shorter = keeps() ? size(best) - 1 : few;
    if (shorter > 1) {
      measure("revert, ranked anew", reranked(start, ranking, shorter));
    }
    for (int size = 2 * few; !keeps() && few < most; size *= 2) {
      few = Math.min(Math.min(size, most), ranking.size());
      measure("revert more", start.reverting(ranking.subList(0, few)));
      most = Math.min(most, ranking.size());
    }
    if (keeps() && size(best) > SHORT) {
      halve(start, ranking, size(best) / 2, size(best));
    }
  }

  private List<String> operators(Recipe recipe) {
    return source.integerOperators(recipe).stream().map(GraphIndex::key).toList();
  }

  private static List<Recipe> prefixes(
      List<String> ranking, int longest, Function<List<String>, Recipe> relieved) {
    return IntStream.rangeClosed(1, longest)
        .mapToObj(size -> relieved.apply(ranking.subList(0, size)))
        .toList();
  }

  /** The recipes of a path along which every next operator is the best one to add. */
  private List<Recipe> reranked(Recipe start, List<String> ranking, int longest) {
    List<String> left =
        new ArrayList<>(ranking.subList(0, Math.min(ranking.size(), CONTENDERS + longest)));
    Recipe current = start;
    List<Recipe> path = new ArrayList<>();
    while (path.size() < longest && !left.isEmpty()) {
      List<String> contenders = left.subList(0, Math.min(CONTENDERS, left.size()));
      List<Recipe> next = contenders.stream().map(current::alsoReverting).toList();
      TrialRows rows = TrialRows.ranking(settings.rankingSamples());
      current =
          trials.run("rank anew", next, rows).stream()
              .min(Comparator.comparingDouble(Trial::score))
              .orElseThrow()
              .recipe();
      left.removeAll(current.reverted());
      path.add(current);
    }
    return path;
  }

  /** Binary search for the shortest prefix between one that fails and one that keeps the limit. */
  private void halve(Recipe start, List<String> ranking, int failing, int keeping) {
    int low = failing;
    int high = keeping;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      Trial trial = measure("halve", start.reverting(ranking.subList(0, middle)));
      if (trial.keeps(limit)) {
        high = middle;
      } else {
        low = middle;
      }
    }
  }

  /** Quantizes operators again one at a time, in 16 bits or 8, as long as the limit is kept. */
  private void reduce() {
    Recipe before;
    do {
      before = best.recipe();
      measure("restore", cheaper(before));
    } while (cost(best.recipe(), before) < 0);
  }

  private List<Recipe> cheaper(Recipe recipe) {
    List<Recipe> cheaper = new ArrayList<>();
    for (String operator : recipe.reverted()) {
      cheaper.add(recipe.restoring(operator));
      if (settings.maxRaised() > 0) {
        cheaper.add(recipe.alsoRaising(operator));
      }
    }
    recipe.raised().forEach(operator -> cheaper.add(recipe.restoring(operator)));
    return cheaper;
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
