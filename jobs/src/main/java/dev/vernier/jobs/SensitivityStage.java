package dev.vernier.jobs;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.control.Recipe;
import dev.vernier.pipeline.control.Sensitivity;
import dev.vernier.pipeline.control.StateCandidates;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.report.SensitivityLines;
import dev.vernier.stats.StateSet;
import java.util.List;
import java.util.Map;

/** Measures what each operator's quantization does. */
final class SensitivityStage {
  private SensitivityStage() {}

  /**
   * The table of a model that was made from states with the job's settings.
   *
   * @param recipe how it differs from them
   * @param whole what validation measured of it
   */
  static List<OperatorSensitivity> run(
      Workflow work, StateSet states, Recipe recipe, QuantizedModel model, CandidateState whole) {
    ValidationConfig validation = work.job().validation();
    StateCandidates candidates =
        new StateCandidates(work.settledJob(), work.model(), states, work.refineSamples());
    Map<String, Double> saturations = SensitivityLines.saturations(model, states);
    return new Sensitivity(
            candidates,
            work::trial,
            Math.max(1, validation.sqnrSamples()),
            work.sideBySide(candidates))
        .measure(recipe, work.model().prepared(), model.model(), whole, saturations::get);
  }
}
