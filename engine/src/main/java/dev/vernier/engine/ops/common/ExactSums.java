package dev.vernier.engine.ops.common;

/** Integers held in floats, added as integers. */
public final class ExactSums {
  private ExactSums() {}

  /** total += (int) part. */
  public static void add(float[] part, int po, int[] total, int to, int n) {
    for (int i = 0; i < n; i++) {
      total[to + i] += (int) part[po + i];
    }
  }

  /** y = (float) total, rounded to nearest. */
  public static void toFloats(int[] total, int to, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = total[to + i];
    }
  }
}
