package dev.vernier.stats;

/** Receives bins in ascending order; lower equals upper where all the values are equal. */
@FunctionalInterface
public interface BinConsumer {
  void accept(double lower, double upper, long count);
}
