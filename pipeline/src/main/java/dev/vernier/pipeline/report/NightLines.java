package dev.vernier.pipeline.report;

import java.util.Map;

/** What the page says of a night. */
final class NightLines {
  private NightLines() {}

  static Map<String, Object> view(NightLine night) {
    return Map.of(
        "date", night.date(),
        "decision", night.decision(),
        "published", night.published(),
        "reason", night.reason(),
        "inForce", inForce(night),
        "window", String.join(", ", night.window()));
  }

  static String inForce(NightLine night) {
    return night.version() == 0
        ? "no version in force"
        : "version " + night.version() + " in force";
  }
}
