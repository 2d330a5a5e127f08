package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;

/**
 * A user's own metric, found by {@link java.util.ServiceLoader}: list the class in {@code
 * META-INF/services/dev.vernier.pipeline.metric.MetricProvider} of a jar on the class path of
 * driver and executors, and its name in {@code validation.metrics}.
 */
public interface MetricProvider {
  /** The name that {@code validation.metrics} asks for; different from those of the product. */
  String name();

  /** The metric for a job. */
  Metric create(ValidationConfig config);
}
