package dev.vernier.pipeline.report;

import dev.vernier.pipeline.drift.Drift;
import dev.vernier.pipeline.drift.DriftLevel;
import dev.vernier.pipeline.drift.TensorDrift;
import dev.vernier.pipeline.report.DriftLine.Tensor;
import dev.vernier.pipeline.report.DriftLine.Values;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The drift of a report as plain values and as texts. */
final class DriftLines {
  /** Tensors whose histograms are drawn: those whose drift somebody will look at. */
  private static final int DRAWN = 40;

  private static final int BINS = 60;

  /** Scale of the heights: a bin with a thousandth of the values is still to be seen. */
  private static final double STEEPNESS = 1e4;

  private final DriftSource source;

  private DriftLines(DriftSource source) {
    this.source = source;
  }

  static DriftLine of(DriftSource source) {
    return new DriftLines(source).line();
  }

  private DriftLine line() {
    Drift drift = source.drift();
    List<Tensor> tensors = new ArrayList<>();
    for (TensorDrift tensor : drift.tensors()) {
      tensors.add(tensor(tensor, tensors.size() < DRAWN));
    }
    return new DriftLine(
        name(drift.level()),
        source.since(),
        drift.samplesBefore(),
        drift.samplesNow(),
        drift.gone(),
        drift.fresh(),
        tensors);
  }

  private Tensor tensor(TensorDrift tensor, boolean drawn) {
    float low = Math.min(tensor.before().min(), tensor.now().min());
    float high = Math.max(tensor.before().max(), tensor.now().max());
    boolean shown = drawn && high > low;
    return new Tensor(
        tensor.tensor(),
        name(tensor.level()),
        tensor.shift().psi(),
        tensor.shift().kl(),
        values(tensor, tensor.before(), source.reference(), shown, low, high),
        values(tensor, tensor.now(), source.current(), shown, low, high),
        finite(tensor.growth()),
        tensor.clipping().map(TensorDrift.Clipping::before).orElse(null),
        tensor.clipping().map(TensorDrift.Clipping::now).orElse(null));
  }

  private static Values values(
      TensorDrift tensor,
      TensorDrift.Extremes extremes,
      StateSet states,
      boolean drawn,
      float low,
      float high) {
    return new Values(
        finite(extremes.min()),
        finite(extremes.max()),
        drawn ? heights(states.histogram(tensor.tensor()), low, high) : List.of());
  }

  /** Shares of the values on a logarithmic scale, so that both sides can be compared. */
  private static List<Double> heights(HistogramSketch sketch, float low, float high) {
    List<Double> heights = new ArrayList<>();
    for (double count : sketch.linearCounts(BINS, low, high)) {
      double share = Math.max(0, count) / sketch.count();
      double height = StrictMath.log1p(STEEPNESS * share) / StrictMath.log1p(STEEPNESS);
      heights.add(Math.rint(height * 1000) / 1000);
    }
    return heights;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }

  private static String name(DriftLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** What the page says of it. */
  static Map<String, Object> view(DriftLine drift) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("verdict", drift.verdict());
    view.put("summary", summary(drift));
    view.put("gone", String.join(", ", drift.gone()));
    view.put("fresh", String.join(", ", drift.fresh()));
    view.put("tensors", drift.tensors().stream().map(DriftLines::view).toList());
    return view;
  }

  /** How many tensors are at a verdict. */
  static long count(DriftLine drift, String verdict) {
    return drift.tensors().stream().filter(t -> t.verdict().equals(verdict)).count();
  }

  private static String summary(DriftLine drift) {
    return String.format(
        Locale.ROOT,
        "Since %s: %d of %d tensors have drifted significantly, %d moderately. %,d samples now,"
            + " %,d then.",
        drift.since(),
        count(drift, name(DriftLevel.SIGNIFICANT)),
        drift.tensors().size(),
        count(drift, name(DriftLevel.MODERATE)),
        drift.samplesNow(),
        drift.samplesBefore());
  }

  private static Map<String, Object> view(Tensor tensor) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", tensor.name());
    view.put("verdict", tensor.verdict());
    view.put("psi", String.format(Locale.ROOT, "%.4f", tensor.psi()));
    view.put("kl", String.format(Locale.ROOT, "%.4f", tensor.kl()));
    view.put("before", range(tensor.before()));
    view.put("now", range(tensor.now()));
    view.put("growth", ReportTexts.text("× %.3f", tensor.growth()));
    view.put("clippedBefore", ReportTexts.share(tensor.clippedBefore()));
    view.put("clippedNow", ReportTexts.share(tensor.clippedNow()));
    view.put("histogram", DriftDrawing.of(tensor));
    return view;
  }

  private static String range(Values values) {
    return values.min() == null ? ReportTexts.NONE : ReportTexts.range(values.min(), values.max());
  }
}
