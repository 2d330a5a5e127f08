package dev.vernier.jobs;

import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.HistogramSketch;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints saved states. */
final class StatesDescription {
  private StatesDescription() {}

  static void print(SavedStates saved, PrintWriter out, Summary summary) {
    out.printf(
        Locale.ROOT,
        "states of %d tensors on %d samples%n  model %s%n  settings %s%n",
        saved.states().tensors().size(),
        saved.states().samples(),
        saved.modelDigest(),
        saved.settingsDigest());
    Table table = new Table().line("tensor", "values", "min", "max", "p99.99 of |x|", "not finite");
    Map<String, Object> all = new LinkedHashMap<>();
    for (String tensor : saved.states().tensors()) {
      HistogramSketch sketch = saved.states().histogram(tensor);
      long bad = sketch.nanCount() + sketch.positiveInfinities() + sketch.negativeInfinities();
      table.line(
          tensor,
          sketch.count(),
          number(sketch.min()),
          number(sketch.max()),
          sketch.count() == 0 ? Measures.NONE : number(sketch.absQuantile(0.9999)),
          bad);
      all.put(tensor, Map.of("values", sketch.count(), "notFinite", bad));
    }
    out.print(table);
    summary.put("samples", saved.states().samples()).put("tensors", all);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
