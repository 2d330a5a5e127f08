package dev.vernier.pipeline.metric;

import java.util.List;

/** The list of metrics; a new one is one class and one line here. */
public final class Metrics {
  private static final List<Metric> ALL =
      List.of(
          new TopAccuracy(1),
          new TopAccuracy(5),
          new Agreement(),
          new PairedTest(),
          new OutputSqnr());

  private Metrics() {}

  /** All metrics in the order of reports. */
  public static List<Metric> all() {
    return ALL;
  }
}
