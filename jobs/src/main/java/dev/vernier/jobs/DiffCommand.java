package dev.vernier.jobs;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.drift.Drift;
import dev.vernier.pipeline.drift.DriftLevel;
import dev.vernier.pipeline.drift.DriftLimits;
import dev.vernier.pipeline.report.DriftSource;
import dev.vernier.pipeline.report.ReportFiles;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.quantize.range.CalibrationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drift between the saved states of two calibrations. */
@Command(
    name = "diff",
    description = {
      "Compares the saved states of two calibrations of one model: how far the values of each tensor"
          + " have moved, the most moved first, and a verdict.",
      "With --ranges also what the ranges in force cut off now and before."
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "REFERENCE",
      description = "Saved states, such as last month's.")
  private String reference;

  @Parameters(index = "1", paramLabel = "CURRENT", description = "Saved states, such as today's.")
  private String current;

  @Option(
      names = "--ranges",
      paramLabel = "FILE",
      description = "The ranges.json of the model in use.")
  private Path ranges;

  @Option(
      names = "--psi",
      paramLabel = "X",
      defaultValue = "0.25",
      description =
          "Population stability index from which a tensor's drift is significant"
              + " (default ${DEFAULT-VALUE}).")
  private double psi;

  @Option(
      names = "--clipping",
      paramLabel = "SHARE",
      defaultValue = "0.001",
      description =
          "Growth of the share of values outside the ranges from which drift is significant"
              + " (default ${DEFAULT-VALUE}).")
  private double clipping;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many tensors to print; the summary holds all (default ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Also write report.html and report.json into this folder.")
  private Path report;

  @Option(names = "--gate", description = "Exit with status 3 if the drift is significant.")
  private boolean gate;

  @Override
  public Integer call() {
    Configuration hadoop = new Configuration();
    SavedStates before = StatesFolder.find(reference, hadoop).load(hadoop);
    SavedStates now = StatesFolder.find(current, hadoop).load(hadoop);
    requireSameModel(before, now);
    Drift drift = Drift.between(before.states(), now.states(), inForce(), limits());
    if (report != null) {
      write(
          new DriftSource(drift, "the states of " + reference, before.states(), now.states()), now);
    }
    Summary summary = new Summary("diff");
    DriftDescription.print(drift, top, spec.commandLine().getOut(), summary);
    boolean shut = gate && drift.level() == DriftLevel.SIGNIFICANT;
    return summary.finish(common, shut ? ExitCode.GATE : ExitCode.DONE);
  }

  private void write(DriftSource drift, SavedStates now) {
    OutputFolder.requireWritable(report);
    ReportFiles.write(JobReport.ofDrift(current, now.modelDigest(), drift), report);
  }

  private void requireSameModel(SavedStates before, SavedStates now) {
    if (!before.modelDigest().equals(now.modelDigest())) {
      throw new VernierException(
          current
              + ": the states are of another model than those of "
              + reference
              + ": expected digest "
              + before.modelDigest()
              + ", found "
              + now.modelDigest()
              + ". Drift is only defined for one model: calibrate both with it");
    }
  }

  private DriftLimits limits() {
    if (!(psi >= 0) || !(clipping >= 0)) {
      throw new UsageException(
          "expected limits of at least 0, not --psi %s --clipping %s".formatted(psi, clipping));
    }
    return DriftLimits.defaults().withPsi(psi).withClipping(clipping);
  }

  private Optional<CalibrationTable> inForce() {
    if (ranges == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(CalibrationTable.fromJson(Files.readString(ranges)));
    } catch (IOException e) {
      throw new VernierException(
          ranges + ": cannot be read. Name the ranges.json of the model in use", e);
    }
  }
}
