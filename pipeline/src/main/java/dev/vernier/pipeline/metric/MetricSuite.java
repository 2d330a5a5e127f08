package dev.vernier.pipeline.metric;

import java.util.List;
import java.util.stream.Stream;

/** The metrics of a job in the order of its reports; immutable. */
public record MetricSuite(List<Metric> metrics) {
  /** Copies the list. */
  public MetricSuite {
    metrics = List.copyOf(metrics);
  }

  /** Columns that rows must have. */
  public List<String> columns() {
    return metrics.stream().flatMap(m -> m.columns().stream()).distinct().toList();
  }

  /** Empty tallies, one a metric. */
  List<Tally> tallies() {
    return metrics.stream().map(Tally::new).toList();
  }

  Stream<String> names() {
    return metrics.stream().map(Metric::name);
  }
}
