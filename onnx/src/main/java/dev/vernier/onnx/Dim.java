package dev.vernier.onnx;

/**
 * One dimension of a declared shape: a size, or a symbol, or neither.
 *
 * @param value the size, or -1 if symbolic or unknown
 * @param symbol the name shared by dimensions that are equal, or null
 */
public record Dim(long value, String symbol) {
  /** A dimension about which nothing is known. */
  public static final Dim UNKNOWN = new Dim(-1, null);

  public static Dim of(long value) {
    return new Dim(value, null);
  }

  public static Dim symbolic(String symbol) {
    return new Dim(-1, symbol);
  }

  public boolean isKnown() {
    return value >= 0;
  }

  @Override
  public String toString() {
    return value >= 0 ? Long.toString(value) : symbol == null ? "?" : symbol;
  }
}
