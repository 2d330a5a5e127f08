package dev.vernier.quantize.refine;

import dev.vernier.quantize.IntegerRange;

/**
 * Rounds the weights of a layer by sums over positions of samples. Weights may first be moved to
 * where they close the gaps between the quantized model's outputs and those wanted, as far as what
 * one half of the samples calls for proves right on the other; then {@link ErrorFeedback} rounds
 * them.
 */
public final class LayerRounding {
  /**
   * Added to the diagonal of the inputs' products when rounding, as a share of its mean, so that
   * directions in which inputs hardly vary do not decide; GPTQ's.
   */
  private static final double DAMPING = 0.01;

  /** The same when gaps are closed: with a few dozen samples only strong directions are known. */
  private static final double CLOSING_DAMPING = 1;

  private final LayerFit fit;
  private final double[][] corrections;

  private LayerRounding(LayerFit fit, double[][] corrections) {
    this.fit = fit;
    this.corrections = corrections;
  }

  /** A rounding that leaves gaps to the bias: outputs change least. */
  public static LayerRounding keeping(LayerSums sums) {
    return new LayerRounding(new LayerFit(sums, DAMPING), new double[0][]);
  }

  /**
   * A rounding that closes gaps.
   *
   * @param first sums over half of the samples; those over the other are added to it
   */
  public static LayerRounding closing(LayerSums first, LayerSums second, int outputs) {
    double trust = trust(first, second, outputs);
    first.add(second);
    double[][] corrections = trust == 0 ? new double[0][] : corrections(first, outputs);
    for (double[] correction : corrections) {
      for (int i = 0; i < correction.length; i++) {
        correction[i] *= trust;
      }
    }
    return new LayerRounding(new LayerFit(first, DAMPING), corrections);
  }

  /** How much of the corrections that one half calls for is best on the other, 0 to 1. */
  private static double trust(LayerSums first, LayerSums second, int outputs) {
    double gain = 0;
    double cost = 0;
    for (LayerSums half : new LayerSums[] {first, second}) {
      LayerSums other = half == first ? second : first;
      double[][] corrections = corrections(half, outputs);
      for (int n = 0; n < outputs; n++) {
        gain += other.gain(corrections[n], n);
        cost += other.cost(corrections[n], n);
      }
    }
    return gain > 0 && cost > 0 ? Math.min(1, gain / cost) : 0;
  }

  private static double[][] corrections(LayerSums sums, int outputs) {
    LayerFit fit = new LayerFit(sums, CLOSING_DAMPING);
    double[][] corrections = new double[outputs][];
    for (int n = 0; n < outputs; n++) {
      corrections[n] = fit.correction(n);
    }
    return corrections;
  }

  /**
   * Codes of the weights of an output.
   *
   * @param weights in floating point, for inputs in codes
   * @param scale of the codes, likewise
   */
  public int[] round(int output, double[] weights, double scale, int zero, IntegerRange range) {
    double[] wanted = weights.clone();
    if (corrections.length > 0) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] += corrections[output][i];
      }
    }
    return new ErrorFeedback(fit).round(wanted, scale, zero, range);
  }
}
