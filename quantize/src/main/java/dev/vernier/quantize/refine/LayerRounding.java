package dev.vernier.quantize.refine;

import dev.vernier.quantize.IntegerRange;

/**
 * Rounds the weights of a layer by sums over positions of samples. Weights may first be moved to
 * where they close the gaps between the quantized model's outputs and those wanted; then {@link
 * ErrorFeedback} rounds them.
 */
public final class LayerRounding {
  /**
   * Added to the diagonal of the inputs' products when rounding, as a share of its mean, so that
   * directions in which inputs hardly vary do not decide; GPTQ's.
   */
  private static final double DAMPING = 0.01;

  /** The same when gaps are closed: with a few dozen samples only strong directions are known. */
  private static final double CLOSING_DAMPING = 0.1;

  private final LayerFit fit;
  private final double[][] moves;

  private LayerRounding(LayerFit fit, double[][] moves) {
    this.fit = fit;
    this.moves = moves;
  }

  /** A rounding that leaves gaps to the bias: outputs change least. */
  public static LayerRounding keeping(LayerSums sums) {
    return new LayerRounding(new LayerFit(sums, DAMPING), new double[0][]);
  }

  /**
   * A rounding that moves the weights first.
   *
   * @param moves by output, what is added to its weights
   */
  public static LayerRounding moving(LayerSums sums, double[][] moves) {
    return new LayerRounding(new LayerFit(sums, DAMPING), moves);
  }

  /** By output, what added to its weights would close its gap best. */
  public static double[][] closing(LayerSums sums) {
    LayerFit fit = new LayerFit(sums, CLOSING_DAMPING);
    double[][] moves = new double[sums.outputs()][];
    for (int n = 0; n < moves.length; n++) {
      moves[n] = fit.correction(n);
    }
    return moves;
  }

  /**
   * Codes of the weights of an output.
   *
   * @param weights in floating point, for inputs in codes
   * @param scale of the codes, likewise
   */
  public int[] round(int output, double[] weights, double scale, int zero, IntegerRange range) {
    double[] wanted = weights.clone();
    for (int i = 0; i < wanted.length && moves.length > 0; i++) {
      wanted[i] += moves[output][i];
    }
    return new ErrorFeedback(fit).round(wanted, scale, zero, range);
  }
}
