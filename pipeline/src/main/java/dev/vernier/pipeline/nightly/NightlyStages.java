package dev.vernier.pipeline.nightly;

import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.StateSet;
import java.util.List;

/** What the cycle asks of those who can run models over data. */
public interface NightlyStages {
  /** Digest of the FP32 model as prepared. */
  String modelDigest();

  /** Digest of the settings that the states of {@link #calibrate} depend on. */
  String settingsDigest();

  /** The states of the day's calibration data. */
  SavedStates calibrate();

  /** The model that states give. */
  QuantizedModel quantize(StateSet states);

  /** Compares quantized models over the day's validation data. */
  ValidationResult validate(List<Candidate> candidates);

  /** What there is to say of a night that has come to its end. */
  Report report(NightlyFindings findings);
}
