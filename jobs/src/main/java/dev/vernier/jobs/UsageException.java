package dev.vernier.jobs;

/** Something on the command line is wrong; the message is complete. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
