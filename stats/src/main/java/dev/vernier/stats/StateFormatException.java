package dev.vernier.stats;

/** Bytes that are no valid state: the message names the state, the place, what was expected. */
public final class StateFormatException extends RuntimeException {
  public StateFormatException(String message) {
    super(message);
  }
}
