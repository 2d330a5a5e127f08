package dev.vernier.quantize.rewrite;

/** Quantiles of small arrays. */
public final class Quantiles {
  private Quantiles() {}

  /** The quantile of rank {@code q (n - 1)}, linear between neighbours, as NumPy's default. */
  public static double ofSorted(double[] sorted, double q) {
    double rank = q * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
