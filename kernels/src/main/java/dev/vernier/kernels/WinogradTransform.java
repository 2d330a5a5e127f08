package dev.vernier.kernels;

/**
 * The one-dimensional transforms of Winograd's minimal filtering F(m, 3): m neighbouring results of
 * a filter of three taps from m + 2 inputs by m + 2 multiplications (Lavin and Gray, Fast
 * Algorithms for Convolutional Neural Networks, 2016). In two dimensions they are applied to one
 * axis after the other, to inputs, weights and products.
 *
 * <p>The results are those of a polynomial product, evaluated at m + 1 points and infinity and
 * interpolated. F(2, 3) takes the points 0, 1, -1. F(4, 3) takes 0, a, -a, b, -b with a = 5/8 and b
 * = 3/2: near 1/sqrt(2) and sqrt(2), whose powers stay closest to 1, but with powers that floats
 * hold exactly. The usual points 1, -1, 2, -2 lose two to three times as much.
 *
 * <p>Every operation is rounded on its own, in the order written here; it is part of the results of
 * a convolution.
 */
public final class WinogradTransform {
  /** Points of F(4, 3), and their powers; all exact. */
  public static final float A = 0.625f;

  public static final float A2 = A * A;
  public static final float A3 = A * A2;
  public static final float B = 1.5f;
  public static final float B2 = B * B;
  public static final float B3 = B * B2;
  public static final float PRODUCT = A2 * B2;
  public static final float SUM = A2 + B2;

  private WinogradTransform() {}

  /** Transforms m + 2 inputs, {@code xe} apart from x[from] on, to y[to], y[to + ye], ... */
  static void input(int m, float[] x, int from, int xe, float[] y, int to, int ye) {
    float d0 = x[from];
    float d1 = x[from + xe];
    float d2 = x[from + 2 * xe];
    float d3 = x[from + 3 * xe];
    if (m == 2) {
      y[to] = d0 - d2;
      y[to + ye] = d1 + d2;
      y[to + 2 * ye] = d2 - d1;
      y[to + 3 * ye] = d3 - d1;
      return;
    }
    float d4 = x[from + 4 * xe];
    float d5 = x[from + 5 * xe];
    float evenA = Math.fma(-B2, d2, d4);
    float oddA = Math.fma(-B2, d1, d3);
    float evenB = Math.fma(-A2, d2, d4);
    float oddB = Math.fma(-A2, d1, d3);
    y[to] = Math.fma(PRODUCT, d0, Math.fma(-SUM, d2, d4));
    y[to + ye] = Math.fma(A, oddA, evenA);
    y[to + 2 * ye] = Math.fma(-A, oddA, evenA);
    y[to + 3 * ye] = Math.fma(B, oddB, evenB);
    y[to + 4 * ye] = Math.fma(-B, oddB, evenB);
    y[to + 5 * ye] = Math.fma(PRODUCT, d1, Math.fma(-SUM, d3, d5));
  }

  /** Transforms m + 2 products to m results; indices as in {@link #input}. */
  static void output(int m, float[] x, int from, int xe, float[] y, int to, int ye) {
    float t0 = x[from];
    float t1 = x[from + xe];
    float t2 = x[from + 2 * xe];
    float t3 = x[from + 3 * xe];
    if (m == 2) {
      y[to] = (t0 + t1) + t2;
      y[to + ye] = (t1 - t2) + t3;
      return;
    }
    float t4 = x[from + 4 * xe];
    float t5 = x[from + 5 * xe];
    float sumA = t1 + t2;
    float differenceA = t1 - t2;
    float sumB = t3 + t4;
    float differenceB = t3 - t4;
    y[to] = (t0 + sumA) + sumB;
    y[to + ye] = Math.fma(B, differenceB, A * differenceA);
    y[to + 2 * ye] = Math.fma(B2, sumB, A2 * sumA);
    y[to + 3 * ye] = Math.fma(B3, differenceB, Math.fma(A3, differenceA, t5));
  }

  /**
   * Transforms the three taps of a filter to m + 2 factors, exactly but for the rounding of
   * doubles.
   *
   * @return a new array
   */
  public static double[] weights(int m, double g0, double g1, double g2) {
    if (m == 2) {
      return new double[] {g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2};
    }
    double a = A;
    double b = B;
    double atA = 2 * a * a * (a * a - b * b);
    double atB = 2 * b * b * (b * b - a * a);
    double evenA = g0 + a * a * g2;
    double evenB = g0 + b * b * g2;
    return new double[] {
      g0 / (a * a * b * b),
      (evenA + a * g1) / atA,
      (evenA - a * g1) / atA,
      (evenB + b * g1) / atB,
      (evenB - b * g1) / atB,
      g2
    };
  }
}
