package dev.vernier.onnx;

/**
 * A failure that the user can act on. The message is complete by itself: where, what, expected,
 * actual and the remedy, on one screen.
 */
public final class VernierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VernierException(String message) {
    super(message);
  }

  public VernierException(String message, Throwable cause) {
    super(message, cause);
  }
}
