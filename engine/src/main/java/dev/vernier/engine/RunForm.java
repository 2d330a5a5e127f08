package dev.vernier.engine;

/**
 * How an operator computes floats run by run, so that it can be fused with its neighbours: element
 * by element ({@code elementwise}), or row by row of the last axis ({@code rows}). One of the two
 * is null. The bits must be those of {@link Operator#eval}.
 *
 * @param operands leading inputs of the node that are data, 1 or 2; the others are constants that
 *     the form has taken in
 * @param reduces for rows: whether a row becomes one float instead of a row
 */
public record RunForm(int operands, Elementwise elementwise, RowFunction rows, boolean reduces) {
  /** A function of one float or two, on a run of them. */
  @FunctionalInterface
  public interface Elementwise {
    /**
     * Each operand advances by its step, 0 or 1; functions of one operand ignore b. The output may
     * be exactly an operand that advances.
     */
    void apply(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n);
  }

  /** A function of contiguous rows of n floats; the output may be exactly the input. */
  @FunctionalInterface
  public interface RowFunction {
    void apply(float[] x, int xo, float[] y, int yo, int rows, int n);
  }

  /** A function of one float. */
  @FunctionalInterface
  public interface Unary {
    void apply(float[] x, int xo, float[] y, int yo, int n);
  }

  public static RunForm unary(Unary f) {
    return new RunForm(
        1, (a, ao, as, b, bo, bs, y, yo, n) -> f.apply(a, ao, y, yo, n), null, false);
  }

  public static RunForm binary(Elementwise f) {
    return new RunForm(2, f, null, false);
  }

  public static RunForm rows(RowFunction f) {
    return new RunForm(1, null, f, false);
  }

  public static RunForm reduction(RowFunction f) {
    return new RunForm(1, null, f, true);
  }
}
