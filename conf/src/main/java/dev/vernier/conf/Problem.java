package dev.vernier.conf;

/**
 * One thing wrong in a configuration; as text without credentials.
 *
 * @param origin file and line, or the command line
 * @param key the full key; empty if the whole file is meant
 * @param value the offending value as written, empty if the key is missing or unknown
 * @param expected what would have been right
 */
public record Problem(String origin, String key, String value, String expected) {
  @Override
  public String toString() {
    String what = value.isEmpty() ? key : key + " = " + Redaction.value(key, value);
    return origin + ": " + (what.isEmpty() ? "" : what + ": ") + Redaction.hide(expected);
  }
}
