package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.nightly.NightlyFindings;
import dev.vernier.pipeline.nightly.NightlyStages;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportFiles;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.StateSet;
import java.util.List;
import java.util.Optional;

/** The stages of the nightly cycle, on a cluster. */
final class WorkflowStages implements NightlyStages {
  private final Workflow work;
  private Optional<Calibrated> calibrated = Optional.empty();
  private Optional<Quantized> quantized = Optional.empty();

  WorkflowStages(Workflow work) {
    this.work = work;
  }

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
    calibrated = Optional.of(work.calibrate());
    return calibrated.get().saved();
  }

  @Override
  public QuantizedModel quantize(StateSet states) {
    work.chooseRanges(states);
    Quantized made = work.refine(work.quantize(states)).get(work.delivered());
    quantized = Optional.of(made);
    return made.result();
  }

  @Override
  public ValidationResult validate(List<Candidate> candidates) {
    return work.validate(candidates);
  }

  /** Leaves the report in the output folder, too. */
  @Override
  public Report report(NightlyFindings findings) {
    Report report = JobReport.ofNight(work, findings, calibrated, quantized);
    ReportFiles.write(report, work.out().path());
    return report;
  }
}
