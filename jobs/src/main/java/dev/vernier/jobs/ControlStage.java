package dev.vernier.jobs;

import dev.vernier.conf.JobConfig;
import dev.vernier.pipeline.RefinedModel;
import dev.vernier.pipeline.control.AccuracyControl;
import dev.vernier.pipeline.control.ControlOutcome;
import dev.vernier.pipeline.control.ControlSettings;
import dev.vernier.pipeline.control.DropLimit;
import dev.vernier.pipeline.control.Recipe;
import dev.vernier.pipeline.control.StateCandidates;
import dev.vernier.quantize.refine.SavedRefinement;
import dev.vernier.stats.StateSet;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keeps the loss under {@code validation.max-drop}, where a job asks for it. */
final class ControlStage {
  /** The name of a model that accuracy control made. */
  static final String CONTROLLED = "accuracy-control";

  private static final double NANOS = 1e9;

  private final Workflow work;
  private final StateCandidates candidates;
  private ControlOutcome outcome;
  private double seconds;

  private ControlStage(Workflow work, StateSet states) {
    this.work = work;
    this.candidates =
        new StateCandidates(work.settledJob(), work.model(), states, work.refineSamples());
  }

  /** Runs the trials; empty if the job wants none. */
  static Optional<ControlStage> run(Workflow work, StateSet states, PrintWriter messages) {
    JobConfig job = work.job();
    boolean wanted = job.validation().maxDrop().isPresent() && job.validation().control().enabled();
    if (!wanted || !work.needsRanges() || job.validation().data().isEmpty()) {
      return Optional.empty();
    }
    ControlStage stage = new ControlStage(work, states);
    long start = System.nanoTime();
    stage.outcome = work.timed("accuracy control", stage::search);
    stage.seconds = (System.nanoTime() - start) / NANOS;
    messages.println(stage.describe());
    return Optional.of(stage);
  }

  private ControlOutcome search() {
    JobConfig job = work.job();
    return new AccuracyControl(
            candidates,
            work::trial,
            DropLimit.of(job.validation()),
            ControlSettings.of(work.settledJob(), work.sideBySide(candidates)))
        .run();
  }

  ControlOutcome outcome() {
    return outcome;
  }

  /** How long the trials took. */
  double seconds() {
    return seconds;
  }

  private String describe() {
    return String.format(
        Locale.ROOT,
        "accuracy control: %s dropped by %.2f %s (confirming half %.2f), limit %.2f %s, after %d"
            + " trials, %d of them on the confirming half, in %.0f s; %d of %d operators in floating point, %d in 16 bits",
        outcome.limit().metric(),
        outcome.chosen().all().orElse(Double.NaN),
        outcome.limit().unit(),
        outcome.chosen().confirming().orElse(Double.NaN),
        outcome.limit().most(),
        outcome.kept() ? "kept" : "NOT kept",
        outcome.trail().size(),
        outcome.looks(),
        seconds,
        outcome.reverted().size(),
        outcome.operators(),
        outcome.raised().size());
  }

  /** All models, the one that control chose first. */
  Map<String, Quantized> delivering(Map<String, Quantized> quantized) {
    Recipe recipe = outcome.chosen().recipe();
    if (recipe.equals(Recipe.PLAIN)) {
      return quantized;
    }
    long start = System.nanoTime();
    RefinedModel chosen = candidates.quantize(recipe);
    double seconds = (System.nanoTime() - start) / NANOS;
    Map<String, Quantized> all = new LinkedHashMap<>();
    Optional<SavedRefinement> refinement =
        work.refineSamples().map(samples -> work.saved(chosen, samples));
    all.put(CONTROLLED, new Quantized(CONTROLLED, chosen.quantized(), seconds, refinement));
    all.putAll(quantized);
    return all;
  }
}
