package dev.vernier.conf;

import java.util.Locale;

/** Spelling of keys and words: Java names become lower case with hyphens. */
final class Names {
  private Names() {}

  /** {@code batchSize} becomes {@code batch-size}. */
  static String key(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Channel orders and layouts keep their capitals; other constants become hyphenated words. */
  static String word(Enum<?> constant) {
    boolean acronym = constant instanceof Channels || constant instanceof Layout;
    return acronym ? constant.name() : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
