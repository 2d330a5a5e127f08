package dev.vernier.jobs;

import java.util.Map;

/**
 * The record of a run as metrics in Prometheus' text exposition format 0.0.4, for a textfile
 * collector: stages' seconds, and rows and shards of passes.
 */
final class RunMetrics {
  private final StringBuilder out = new StringBuilder();

  private RunMetrics() {}

  /** The text; the same record, the same text. */
  static String text(Map<String, Object> record) {
    RunMetrics metrics = new RunMetrics();
    metrics.family("vernier_run_info", "Version and platform of the run.");
    metrics.sample(
        "vernier_run_info",
        "version=\"%s\",java=\"%s\",kernels=\"%s\""
            .formatted(
                escaped(record.get("version")),
                escaped(record.get("java")),
                escaped(record.get("kernels"))),
        1);
    metrics.family("vernier_stage_seconds", "How long a stage took.");
    map(record.get("seconds"))
        .forEach(
            (stage, seconds) -> metrics.sample("vernier_stage_seconds", "stage", stage, seconds));
    metrics.passes(map(record.get("passes")));
    return metrics.out.toString();
  }

  private void passes(Map<?, ?> passes) {
    pass(passes, "vernier_pass_rows_read", "rowsRead", "Rows that a pass looked at.");
    pass(passes, "vernier_pass_rows_selected", "rowsSelected", "Rows that took part in a pass.");
    pass(passes, "vernier_pass_rows_bad", "rowsBad", "Rows that a pass set aside.");
    pass(passes, "vernier_pass_shards", "shards", "Shards of a pass.");
    pass(passes, "vernier_pass_shards_computed", "shardsComputed", "Shards computed in this run.");
  }

  private void pass(Map<?, ?> passes, String name, String key, String help) {
    family(name, help);
    passes.forEach(
        (pass, entry) -> {
          Object value = map(entry).get(key);
          if (value != null) {
            sample(name, "pass", pass, value);
          }
        });
  }

  private void family(String name, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void sample(String name, String label, Object labelValue, Object value) {
    sample(name, label + "=\"" + escaped(labelValue) + "\"", value);
  }

  private void sample(String name, String labels, Object value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String escaped(Object text) {
    return String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
