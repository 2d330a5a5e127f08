package dev.vernier.pipeline.control;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.metric.CandidateState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes and measures candidates, so many side by side, and keeps the trail. */
final class Trials {
  private final CandidateSource source;
  private final TrialRunner runner;
  private final DropLimit limit;
  private final int sideBySide;
  private final List<Trial> trail = new ArrayList<>();
  private final Map<List<Object>, Trial> known = new HashMap<>();

  Trials(CandidateSource source, TrialRunner runner, DropLimit limit, int sideBySide) {
    this.source = source;
    this.runner = runner;
    this.limit = limit;
    this.sideBySide = sideBySide;
  }

  /**
   * Measures recipes over the same rows; one that was measured on them already is not run again.
   */
  List<Trial> run(String stage, List<Recipe> recipes, TrialRows rows) {
    List<Recipe> missing = recipes.stream().distinct().filter(r -> !knows(r, rows)).toList();
    for (int start = 0; start < missing.size(); start += sideBySide) {
      int end = Math.min(missing.size(), start + sideBySide);
      pass(stage, missing.subList(start, end), rows);
    }
    return recipes.stream().map(r -> known.get(List.of(r, rows))).toList();
  }

  Trial run(String stage, Recipe recipe, TrialRows rows) {
    return run(stage, List.of(recipe), rows).get(0);
  }

  private void pass(String stage, List<Recipe> recipes, TrialRows rows) {
    int first = trail.size() + 1;
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < recipes.size(); i++) {
      Recipe recipe = recipes.get(i);
      boolean ranks = !rows.equals(TrialRows.ALL);
      OnnxModel model = ranks ? source.sketch(recipe) : source.make(recipe);
      candidates.add(new Candidate("trial-" + (first + i), model));
    }
    ValidationResult result = runner.run(stage, candidates, rows);
    for (int i = 0; i < recipes.size(); i++) {
      CandidateState state = result.candidate(candidates.get(i).name());
      long used = result.log().used();
      Trial trial = Trial.of(first + i, stage, recipes.get(i), rows, used, state, limit);
      trail.add(trial);
      known.put(List.of(recipes.get(i), rows), trial);
    }
  }

  /** Whether a recipe was measured over these rows. */
  boolean knows(Recipe recipe, TrialRows rows) {
    return known.containsKey(List.of(recipe, rows));
  }

  List<Trial> trail() {
    return List.copyOf(trail);
  }
}
