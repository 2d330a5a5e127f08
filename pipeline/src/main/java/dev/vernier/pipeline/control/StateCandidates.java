package dev.vernier.pipeline.control;

import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.RefinedModel;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.IntegerOperators;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WideActivations;
import dev.vernier.quantize.refine.Refinement;
import dev.vernier.stats.StateSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Candidates solved from one set of saved states. */
public final class StateCandidates implements CandidateSource {
  private final JobConfig job;
  private final PreparedModel model;
  private final StateSet states;
  private final Optional<SampleSet> samples;
  private final Map<List<String>, Refinement> refinements = new HashMap<>();

  /**
   * Candidates of a model and a job from states of that model.
   *
   * @param samples what models are refined on; empty: they are not refined
   */
  public StateCandidates(
      JobConfig job, PreparedModel model, StateSet states, Optional<SampleSet> samples) {
    this.job = job;
    this.model = model;
    this.states = states;
    this.samples = samples;
  }

  @Override
  public OnnxModel make(Recipe recipe) {
    return quantize(recipe).quantized().model();
  }

  @Override
  public OnnxModel sketch(Recipe recipe) {
    return sketched(recipe).quantized().model();
  }

  private RefinedModel sketched(Recipe recipe) {
    Pipeline pipeline = pipeline(recipe);
    QuantizationSettings settings = settings(recipe);
    QuantizedModel solved = pipeline.quantize(states, settings);
    if (samples.isEmpty()) {
      return new RefinedModel(solved, Refinement.none());
    }
    Refinement kept = refinement(recipe).without(recipe.reverted());
    return pipeline.refined(solved.table(), settings, kept);
  }

  private Refinement refinement(Recipe recipe) {
    return refinements.computeIfAbsent(
        recipe.overrides(), overrides -> refined(Recipe.of(overrides)).refinement());
  }

  private RefinedModel refined(Recipe recipe) {
    QuantizationSettings settings = settings(recipe);
    Pipeline pipeline = pipeline(recipe);
    return pipeline.refine(pipeline.quantize(states, settings), settings, samples.orElseThrow());
  }

  /** The quantized and refined model with its plan and ranges. */
  public RefinedModel quantize(Recipe recipe) {
    boolean changed = !recipe.raised().isEmpty() || !recipe.reverted().isEmpty();
    return changed && samples.isPresent() ? refined(recipe) : sketched(recipe);
  }

  @Override
  public List<Node> integerOperators(Recipe recipe) {
    return IntegerOperators.of(QuantizationPlan.of(model.prepared(), settings(recipe)));
  }

  private Pipeline pipeline(Recipe recipe) {
    return Pipeline.of(recipe.over(job), model);
  }

  private QuantizationSettings settings(Recipe recipe) {
    QuantizationSettings settings = pipeline(recipe).settings();
    QuantizationSettings reverted =
        settings.withPlacement(
            settings
                .placement()
                .withIgnored(settings.placement().ignored().withNames(recipe.reverted())));
    return WideActivations.around(model.prepared(), reverted, Set.copyOf(recipe.raised()));
  }
}
