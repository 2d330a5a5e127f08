package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;

/**
 * How far the biases of a layer must move so that the mean of its quantized output {@code q}, by
 * channel and after the activation {@code f} that follows, is that of its floating-point output
 * {@code y}.
 *
 * <p>The shift is {@code sum (f(y) - f(q)) / sum s}, where {@code s = (f(y) - f(q)) / (y - q)},
 * from 0 to 1, is the share of the difference that the activation lets through. Without an
 * activation this is the mean difference. Values that an activation cuts off do not count: they may
 * be most of a sparse channel, and moving their mean would move what is left away. The secant
 * rather than the derivative at {@code q}, because a choice by {@code q} alone prefers positions
 * with errors to one side.
 */
final class BiasShift {
  private final PassBand band;
  private final int axis;
  private final double[][] numerators;
  private final double[][] denominators;

  /**
   * Sums of no samples.
   *
   * @param axis the channel axis of the outputs, from the end if negative
   */
  BiasShift(int samples, PassBand band, int axis) {
    this.band = band;
    this.axis = axis;
    this.numerators = new double[samples][];
    this.denominators = new double[samples][];
  }

  /** Takes a sample's outputs, in logical order. */
  void put(int sample, Tensor exact, Tensor rounded) {
    int channels = rounded.dim(axis);
    int inner = 1;
    for (int i = Math.floorMod(axis, rounded.rank()) + 1; i < rounded.rank(); i++) {
      inner *= rounded.dim(i);
    }
    numerators[sample] = new double[channels];
    denominators[sample] = new double[channels];
    int c = 0;
    for (int at = 0; at < rounded.size(); at += inner) {
      addChannel(sample, c, exact, rounded, at, inner);
      c = c + 1 == channels ? 0 : c + 1;
    }
  }

  private void addChannel(
      int sample, int channel, Tensor exact, Tensor rounded, int from, int count) {
    float[] y = exact.floats();
    float[] q = rounded.floats();
    int yo = exact.offset() + from;
    int qo = rounded.offset() + from;
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < count; i++) {
      double difference = (double) y[yo + i] - q[qo + i];
      double kept = band.value(y[yo + i]) - band.value(q[qo + i]);
      numerator += kept;
      denominator += difference == 0 ? band.slope(q[qo + i]) : kept / difference;
    }
    numerators[sample][channel] += numerator;
    denominators[sample][channel] += denominator;
  }

  /**
   * The shift of each channel, times {@code d^2 / (d^2 + v)} with the squared shift {@code d^2} and
   * its variance {@code v} as samples differ. The factor is the one of least expected squared error
   * for an estimate with that much noise: near 1 where samples agree, small where the shift is one
   * sample's accident. A channel without finite values, or that is always cut off, stays.
   */
  double[] shifts() {
    double[] shifts = new double[numerators[0].length];
    for (int c = 0; c < shifts.length; c++) {
      shifts[c] = shift(c);
    }
    return shifts;
  }

  private double shift(int channel) {
    double numerator = 0;
    double denominator = 0;
    for (int s = 0; s < numerators.length; s++) {
      numerator += numerators[s][channel];
      denominator += denominators[s][channel];
    }
    double shift = numerator / denominator;
    if (shift == 0 || !Double.isFinite(shift)) {
      return 0;
    }
    double squares = 0;
    for (int s = 0; s < numerators.length; s++) {
      double residue = numerators[s][channel] - shift * denominators[s][channel];
      squares += residue * residue;
    }
    int n = numerators.length;
    double correction = n == 1 ? 0 : (double) n / (n - 1);
    double variance = correction * squares / (denominator * denominator);
    return shift * (shift * shift / (shift * shift + variance));
  }
}
