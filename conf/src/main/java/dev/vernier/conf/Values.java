package dev.vernier.conf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Defensive copies that keep order. */
final class Values {
  private Values() {}

  static <V> Map<String, V> immutable(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
