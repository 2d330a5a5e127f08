package dev.vernier.jobs;

import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.nightly.NightlyStages;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.StateSet;
import java.util.List;

/** The stages of the nightly cycle, on a cluster. */
record WorkflowStages(Workflow work) implements NightlyStages {
  @Override
  public String modelDigest() {
    return work.model().digest();
  }

  @Override
  public String settingsDigest() {
    return work.calibrationSettings();
  }

  @Override
  public SavedStates calibrate() {
    return work.calibrate().saved();
  }

  @Override
  public QuantizedModel quantize(StateSet states) {
    work.chooseRanges(states);
    return work.refine(work.quantize(states)).get(work.delivered()).result();
  }

  @Override
  public ValidationResult validate(List<Candidate> candidates) {
    return work.validate(candidates);
  }
}
