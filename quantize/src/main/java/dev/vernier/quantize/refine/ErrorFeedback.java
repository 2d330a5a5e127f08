package dev.vernier.quantize.refine;

import dev.vernier.quantize.IntegerRange;

/**
 * Rounds the weights of one output so that the output, not the weights, is nearest to what it
 * should be. Each weight is rounded after the others have made up for the errors of those rounded
 * before it as well as they can (E. Frantar et al., "GPTQ", ICLR 2023, which is L. Babai's nearest
 * plane); then single codes are changed as long as that helps.
 */
final class ErrorFeedback {
  /** Each pass lowers the error; few codes change after the second. */
  private static final int MOST_PASSES = 8;

  private final LayerFit fit;

  ErrorFeedback(LayerFit fit) {
    this.fit = fit;
  }

  /** Codes of the weights wanted. */
  int[] round(double[] wanted, double scale, int zero, IntegerRange range) {
    int[] codes = new int[wanted.length];
    double[] errors = new double[wanted.length];
    for (int i = wanted.length - 1; i >= 0; i--) {
      double value = wanted[i] + fit.makeUp(i, errors);
      codes[i] = range.clamp(Math.rint(value / scale) + zero);
      errors[i] = wanted[i] - scale * (codes[i] - zero);
    }
    improve(codes, errors, scale, range);
    return codes;
  }

  private void improve(int[] codes, double[] errors, double scale, IntegerRange range) {
    double[] slopes = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      fit.addRow(i, errors[i], slopes);
    }
    boolean changed = true;
    for (int pass = 0; changed && pass < MOST_PASSES; pass++) {
      changed = false;
      for (int i = 0; i < codes.length; i++) {
        double move = Math.rint(slopes[i] / (fit.matrix(i, i) * scale));
        int code = range.clamp(codes[i] + move);
        if (code != codes[i]) {
          fit.addRow(i, -scale * (code - codes[i]), slopes);
          codes[i] = code;
          changed = true;
        }
      }
    }
  }
}
