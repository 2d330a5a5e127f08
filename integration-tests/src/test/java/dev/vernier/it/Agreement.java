package dev.vernier.it;

import dev.vernier.engine.Tensor;

/** How alike the scores of two models are over some samples. */
final class Agreement {
  private int samples;
  private int same;
  private double signal;
  private double noise;

  void add(Tensor expected, Tensor actual) {
    samples++;
    same += Runtime.best(expected) == Runtime.best(actual) ? 1 : 0;
    for (int i = 0; i < expected.size(); i++) {
      double difference = expected.doubleAt(i) - actual.doubleAt(i);
      signal += expected.doubleAt(i) * expected.doubleAt(i);
      noise += difference * difference;
    }
  }

  /** Share of samples on which both predict the same class. */
  double sameClass() {
    return (double) same / samples;
  }

  /** Signal to quantization noise ratio; infinite if all values are equal. */
  double decibels() {
    return 10 * StrictMath.log10(signal / noise);
  }
}
