package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;

/** Ratio of signal to noise. */
public final class Sqnr {
  private Sqnr() {}

  /** Sum of squares of the reference, and of its differences to the candidate. */
  static double[] sums(Tensor reference, Tensor candidate) {
    if (reference.size() != candidate.size()) {
      throw new IllegalArgumentException(
          "the candidate's output is " + candidate + ", the reference's " + reference);
    }
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < reference.size(); i++) {
      double r = reference.doubleAt(i);
      double d = r - candidate.doubleAt(i);
      signal += r * r;
      noise += d * d;
    }
    return new double[] {signal, noise};
  }

  /**
   * Sum of squares of the reference, of its differences to the candidate, and of its products with
   * the candidate.
   */
  static double[] sums(float[] reference, float[] candidate, int length) {
    double signal = 0;
    double noise = 0;
    double dot = 0;
    for (int i = 0; i < length; i++) {
      double d = (double) reference[i] - candidate[i];
      signal += (double) reference[i] * reference[i];
      noise += d * d;
      dot += (double) reference[i] * candidate[i];
    }
    return new double[] {signal, noise, dot};
  }

  /** Signal to noise of a candidate in decibels, and its cosine with the reference. */
  public static double[] decibelsAndCosine(float[] reference, float[] candidate) {
    double[] sums = sums(reference, candidate, reference.length);
    return new double[] {decibels(sums[0], sums[1]), cosine(sums)};
  }

  /** The cosine that follows from signal, noise and dot product. */
  static double cosine(double[] sums) {
    return cosine(sums[2], sums[0], sums[1] - sums[0] + 2 * sums[2]);
  }

  /** Cosine of the angle between two vectors; NaN if one is zero or not finite. */
  static double cosine(double dot, double squares, double otherSquares) {
    double lengths = Math.sqrt(squares) * Math.sqrt(otherSquares);
    return lengths > 0 ? Math.max(-1, Math.min(1, dot / lengths)) : Double.NaN;
  }

  /** Decibels; positive infinity without noise, NaN without signal and with noise. */
  public static double decibels(double signal, double noise) {
    if (noise == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return signal == 0 ? Double.NaN : 10 * StrictMath.log10(signal / noise);
  }
}
