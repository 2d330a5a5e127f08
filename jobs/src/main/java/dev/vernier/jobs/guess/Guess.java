package dev.vernier.jobs.guess;

import java.util.List;

/**
 * A guessed configuration.
 *
 * @param hocon the keys that were guessed; all others keep their defaults
 * @param notes what was guessed from what, one line each
 */
public record Guess(String hocon, List<String> notes) {

  /** Copies the list. */
  public Guess {
    notes = List.copyOf(notes);
  }
}
