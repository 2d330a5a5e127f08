package dev.vernier.jobs;

import dev.vernier.pipeline.drift.Drift;
import dev.vernier.pipeline.drift.DriftLevel;
import dev.vernier.pipeline.drift.TensorDrift;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what has drifted. */
final class DriftDescription {
  private DriftDescription() {}

  static void print(Drift drift, int top, PrintWriter out, Summary summary) {
    boolean clipping = drift.tensors().stream().anyMatch(t -> t.clipping().isPresent());
    Table table = new Table();
    table.line(header(clipping));
    drift.tensors().stream().limit(top).forEach(tensor -> table.line(line(tensor, clipping)));
    out.print(table);
    if (drift.tensors().size() > top) {
      out.printf("and %d tensors that moved less%n", drift.tensors().size() - top);
    }
    names(drift.gone(), "only in the reference", out);
    names(drift.fresh(), "only in the current states", out);
    out.printf(
        Locale.ROOT,
        "drift: %s; %d of %d tensors significant, %d moderate; %d samples against %d%n",
        name(drift.level()),
        drift.count(DriftLevel.SIGNIFICANT),
        drift.tensors().size(),
        drift.count(DriftLevel.MODERATE),
        drift.samplesNow(),
        drift.samplesBefore());
    summarise(drift, summary);
  }

  private static Object[] header(boolean clipping) {
    return clipping
        ? new Object[] {"tensor", "drift", "PSI", "KL", "before", "now", "clipped before", "now"}
        : new Object[] {"tensor", "drift", "PSI", "KL", "before", "now"};
  }

  private static Object[] line(TensorDrift tensor, boolean clipping) {
    String level = name(tensor.level());
    String psi = String.format(Locale.ROOT, "%.4f", tensor.shift().psi());
    String kl = String.format(Locale.ROOT, "%.4f", tensor.shift().kl());
    String before = range(tensor.before());
    String now = range(tensor.now());
    return clipping
        ? new Object[] {
          tensor.tensor(),
          level,
          psi,
          kl,
          before,
          now,
          tensor.clipping().map(c -> percent(c.before())).orElse(Measures.NONE),
          tensor.clipping().map(c -> percent(c.now())).orElse(Measures.NONE)
        }
        : new Object[] {tensor.tensor(), level, psi, kl, before, now};
  }

  private static void names(List<String> tensors, String where, PrintWriter out) {
    if (!tensors.isEmpty()) {
      out.println(where + ": " + String.join(", ", tensors));
    }
  }

  private static void summarise(Drift drift, Summary summary) {
    summary
        .put("drift", name(drift.level()))
        .put("samplesBefore", drift.samplesBefore())
        .put("samplesNow", drift.samplesNow())
        .put("gone", drift.gone())
        .put("fresh", drift.fresh())
        .put("tensors", drift.tensors().stream().map(DriftDescription::toMap).toList());
  }

  private static Map<String, Object> toMap(TensorDrift tensor) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tensor", tensor.tensor());
    map.put("drift", name(tensor.level()));
    map.put("psi", tensor.shift().psi());
    map.put("kl", tensor.shift().kl());
    map.put("before", List.of(tensor.before().min(), tensor.before().max()));
    map.put("now", List.of(tensor.now().min(), tensor.now().max()));
    tensor.clipping().ifPresent(c -> map.put("clipped", List.of(c.before(), c.now())));
    return map;
  }

  private static String name(DriftLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static String range(TensorDrift.Extremes extremes) {
    return String.format(Locale.ROOT, "[%.4g, %.4g]", extremes.min(), extremes.max());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4f %%", 100 * share);
  }
}
