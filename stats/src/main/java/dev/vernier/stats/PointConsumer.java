package dev.vernier.stats;

/** Receives weighted points that stand for the values of a sketch. */
@FunctionalInterface
public interface PointConsumer {
  void accept(double value, double weight);
}
