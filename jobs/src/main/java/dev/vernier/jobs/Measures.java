package dev.vernier.jobs;

import dev.vernier.pipeline.metric.CandidateState;
import java.util.Locale;
import java.util.Map;

/** The measures of a candidate as people read them. */
final class Measures {
  static final String NONE = "-";

  private final Map<String, Double> values;

  Measures(CandidateState state) {
    this.values = state.measures();
  }

  String percent(String name) {
    return format("%.2f %%", name);
  }

  String points(String name) {
    return format("%.2f", name);
  }

  String decibels(String name) {
    return format("%.1f dB", name);
  }

  private String format(String pattern, String name) {
    Double value = values.get(name);
    return value == null ? NONE : String.format(Locale.ROOT, pattern, value);
  }

  Map<String, Double> values() {
    return values;
  }
}
