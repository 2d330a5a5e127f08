package dev.vernier.jobs;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.pipeline.control.DropLimit;
import dev.vernier.pipeline.metric.CandidateState;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** The gate on the loss of accuracy. */
final class DropGate {
  private DropGate() {}

  /** The exit status; says why if the gate is shut. Without a limit it is open. */
  static int judge(CandidateState candidate, ValidationConfig config, PrintWriter err) {
    if (config.maxDrop().isEmpty()) {
      return ExitCode.DONE;
    }
    DropLimit limit = DropLimit.of(config);
    OptionalDouble drop = limit.drop(candidate.measures());
    if (drop.isEmpty()) {
      err.println(
          "validation.max-drop = "
              + config.maxDrop().get()
              + ": there is no "
              + config.dropMetric()
              + " to judge; set validation.label-column, or validation.annotation.free, or another"
              + " validation.drop-metric");
      return ExitCode.GATE;
    }
    if (drop.getAsDouble() > limit.most()) {
      err.printf(
          Locale.ROOT,
          "%s dropped by %.2f %s; expected at most %.2f (validation.max-drop)%n",
          config.dropMetric(),
          drop.getAsDouble(),
          limit.unit(),
          limit.most());
      return ExitCode.GATE;
    }
    return ExitCode.DONE;
  }
}
