package dev.vernier.jobs;

import dev.vernier.pipeline.metric.CandidateState;
import java.io.PrintWriter;
import java.util.Locale;

/** The gate on the loss of accuracy. */
final class DropGate {
  private DropGate() {}

  /** The exit status; says why if the gate is shut. */
  static int judge(CandidateState candidate, double limit, PrintWriter err) {
    Double drop = candidate.measures().get("drop.top1");
    if (drop == null) {
      err.println(
          "validation.max-drop = "
              + limit
              + ": there is no accuracy to judge; set"
              + " validation.label-column");
      return ExitCode.GATE;
    }
    if (drop > limit) {
      err.printf(
          Locale.ROOT,
          "accuracy dropped by %.2f points; expected at most %.2f (validation.max-drop)%n",
          drop,
          limit);
      return ExitCode.GATE;
    }
    return ExitCode.DONE;
  }
}
