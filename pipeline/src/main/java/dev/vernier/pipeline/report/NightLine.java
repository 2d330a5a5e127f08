package dev.vernier.pipeline.report;

import java.util.List;

/**
 * What a night decided.
 *
 * @param date the day, as yyyy-mm-dd
 * @param decision what was done, in two or three words
 * @param published whether a new version was published
 * @param reason why, in words
 * @param version the version in force afterwards; 0 if there is none
 * @param window the days whose states were merged, oldest first
 */
public record NightLine(
    String date,
    String decision,
    boolean published,
    String reason,
    long version,
    List<String> window) {
  /** Copies the list. */
  public NightLine {
    window = List.copyOf(window);
  }
}
