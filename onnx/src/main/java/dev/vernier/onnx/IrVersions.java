package dev.vernier.onnx;

/**
 * IR versions written by Vernier. The oldest ONNX Runtime whose reading of our models is supported
 * is 1.17 (IR up to 9, operator set up to 20); operator set 21 needs IR 10 and ONNX Runtime 1.18.
 */
public final class IrVersions {
  /**
   * Oldest version written: from it on initializers need not be listed among the graph's inputs.
   */
  private static final long OLDEST = 4;

  private IrVersions() {}

  /**
   * The smallest IR version in which the default domain's operator set may be used, but at least 4.
   */
  public static long forOpset(long opset) {
    if (opset <= 9) {
      return OLDEST;
    }
    if (opset == 10) {
      return 5;
    }
    if (opset == 11) {
      return 6;
    }
    if (opset <= 14) {
      return 7;
    }
    if (opset <= 18) {
      return 8;
    }
    return opset <= 20 ? 9 : opset <= 22 ? 10 : opset == 23 ? 11 : opset == 24 ? 12 : 13;
  }
}
