package dev.vernier.stats;

/** A collector would exceed its stated memory; the message gives the figures and the remedy. */
public final class StateMemoryException extends RuntimeException {
  public StateMemoryException(String message) {
    super(message);
  }
}
