package dev.vernier.engine;

/**
 * Codes by a straight line with a bend at zero: {@code fma(x, x < 0 ? below : above, shift)},
 * clipped and rounded half to even, with x a code less its zero point.
 */
record CodeLine(float below, float above, float shift) {
  /**
   * The line that gives exactly the wanted results for all codes, or null if none was found.
   *
   * @param first the first code less its zero point; the others follow
   * @param units the unrounded results
   * @param low least result of the clip
   */
  static CodeLine through(int first, float[] wanted, double[] units, float low, float high) {
    float all = slope(units, wanted, low, high, 0, wanted.length);
    CodeLine straight = fitted(first, all, all, wanted, units, low, high);
    if (straight != null) {
      return straight;
    }
    int zero = Math.min(Math.max(-first, 0), wanted.length);
    float below = slope(units, wanted, low, high, 0, zero);
    float above = slope(units, wanted, low, high, zero, wanted.length);
    return fitted(first, below, above, wanted, units, low, high);
  }

  /** Slope between the first and last of some codes whose results are not clipped. */
  private static float slope(
      double[] units, float[] wanted, float low, float high, int from, int to) {
    int a = from;
    while (a < to && (wanted[a] <= low || wanted[a] >= high)) {
      a++;
    }
    int b = to - 1;
    while (b > a && (wanted[b] <= low || wanted[b] >= high)) {
      b--;
    }
    return b > a ? (float) ((units[b] - units[a]) / (b - a)) : 0f;
  }

  /** The line of these slopes if a shift makes it give the results. */
  private static CodeLine fitted(
      int first, float below, float above, float[] wanted, double[] units, float low, float high) {
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    double exact = 0;
    for (int k = 0; k < wanted.length; k++) {
      int x = first + k;
      double product = (double) x * (x < 0 ? below : above);
      if (wanted[k] > low) {
        least = Math.max(least, wanted[k] - 0.5 - product);
      }
      if (wanted[k] < high) {
        most = Math.min(most, wanted[k] + 0.5 - product);
      }
      if (wanted[k] > low && wanted[k] < high) {
        exact = units[k] - product;
      }
    }
    double middle = exact > least && exact < most ? exact : (least + most) / 2;
    float shift = Double.isInfinite(middle) || Double.isNaN(middle) ? 0f : (float) middle;
    CodeLine line = new CodeLine(below, above, shift);
    return line.gives(first, wanted, low, high) ? line : null;
  }

  private boolean gives(int first, float[] wanted, float low, float high) {
    for (int k = 0; k < wanted.length; k++) {
      int x = first + k;
      float v = Math.fma(x, x < 0 ? below : above, shift);
      // As Kernels.mapCodes, where NaN gives the least.
      float clipped = v > low ? Math.min(v, high) : low;
      if ((float) Math.rint(clipped) != wanted[k]) {
        return false;
      }
    }
    return true;
  }
}
