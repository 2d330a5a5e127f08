package dev.vernier.pipeline.control;

import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.ValidationResult;
import java.util.List;

/** Runs candidates side by side over validation rows: in this JVM, or on a cluster. */
public interface TrialRunner {
  /**
   * One pass.
   *
   * @param stage what the pass is for, in a word
   */
  ValidationResult run(String stage, List<Candidate> candidates, TrialRows rows);
}
