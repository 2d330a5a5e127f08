package dev.vernier.pipeline.data;

/** A row that cannot be used; the message is the reason, without the row's identity. */
public final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A bad row for a reason. */
  public BadRowException(String reason) {
    super(reason);
  }

  /** A bad row for a reason that another failure gave. */
  public BadRowException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
