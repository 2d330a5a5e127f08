package dev.vernier.pipeline.report;

import dev.vernier.pipeline.control.ControlOutcome;
import dev.vernier.pipeline.control.DropLimit;
import dev.vernier.pipeline.control.Trial;
import dev.vernier.pipeline.report.Report.ControlLine;
import dev.vernier.pipeline.report.Report.TrialLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The trials of accuracy control as plain values and as texts. */
final class ControlLines {
  private ControlLines() {}

  static ControlLine of(ControlOutcome outcome) {
    DropLimit limit = outcome.limit();
    return new ControlLine(
        limit.metric(),
        limit.unit(),
        limit.most(),
        outcome.kept(),
        outcome.operators(),
        outcome.raised(),
        outcome.reverted(),
        outcome.chosen().recipe().overrides(),
        outcome.looks(),
        outcome.trail().stream().map(ControlLines::line).toList());
  }

  private static TrialLine line(Trial trial) {
    return new TrialLine(
        trial.number(),
        trial.stage(),
        trial.recipe().overrides(),
        trial.recipe().raised(),
        trial.recipe().reverted(),
        trial.rows().describe(),
        trial.used(),
        finite(OptionalDouble.of(trial.score())),
        finite(trial.ranking()),
        finite(trial.confirming()),
        finite(trial.all()));
  }

  private static Double finite(OptionalDouble value) {
    boolean known = value.isPresent() && Double.isFinite(value.getAsDouble());
    return known ? (Double) value.getAsDouble() : null;
  }

  /** What the page says of it. */
  static Map<String, Object> view(ControlLine control) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("summary", summary(control));
    view.put("trials", control.trials().stream().map(ControlLines::view).toList());
    return view;
  }

  private static String summary(ControlLine control) {
    String settings =
        control.overrides().isEmpty()
            ? ""
            : " With " + String.join(", ", control.overrides()) + ".";
    String raised = names(" In 16 bits: ", control.raised());
    String reverted = names(" In floating point: ", control.reverted());
    return String.format(
        Locale.ROOT,
        "The loss of %s is limited to %.2f %s: %s, with %d of %d operators in floating point and"
            + " %d in 16 bits. Measured on the confirming half: %d.%s%s%s",
        control.metric(),
        control.maxDrop(),
        control.unit(),
        control.kept() ? "kept" : "not kept",
        control.reverted().size(),
        control.operators(),
        control.raised().size(),
        control.looks(),
        settings,
        raised,
        reverted);
  }

  private static String names(String what, List<String> operators) {
    return operators.isEmpty() ? "" : what + String.join(", ", operators) + ".";
  }

  private static Map<String, String> view(TrialLine trial) {
    Map<String, String> view = new LinkedHashMap<>();
    view.put("number", Integer.toString(trial.number()));
    view.put("stage", trial.stage());
    String changes = String.join(", ", trial.overrides());
    view.put("settings", changes.isEmpty() ? "as configured" : changes);
    view.put("raised", String.join(", ", trial.raised()));
    view.put("reverted", String.join(", ", trial.reverted()));
    view.put("rows", trial.used() + ", " + trial.rows());
    view.put(
        "score", trial.score() == null ? "" : String.format(Locale.ROOT, "%.5f", trial.score()));
    view.put("ranking", number(trial.rankingDrop()));
    view.put("confirming", number(trial.confirmingDrop()));
    view.put("drop", number(trial.drop()));
    return view;
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
  }
}
