package dev.vernier.engine;

import java.util.EnumMap;
import java.util.Map;

/**
 * The activations of a session: one array for each class of storage, shared by all of its plans.
 */
final class Arena {
  /**
   * Floats skipped at the start: array data begins 16 bytes after the object, and large objects
   * begin at a multiple of 64, so this aligns offsets that are multiples of 16 floats. Affects
   * speed only.
   */
  private static final int FLOAT_SHIFT = 12;

  private final Map<Storage, Object> arrays = new EnumMap<>(Storage.class);
  private int version;

  /** Grows the arrays to hold at least these numbers of elements. */
  void reserve(Map<Storage, Integer> elements) {
    elements.forEach(
        (storage, n) -> {
          if (!holds(storage, n)) {
            arrays.put(storage, null);
            arrays.put(storage, storage.allocate(n + start(storage)));
            version++;
          }
        });
  }

  /** Whether the arrays hold at least these numbers of elements already. */
  boolean holds(Map<Storage, Integer> elements) {
    return elements.entrySet().stream().allMatch(e -> holds(e.getKey(), e.getValue()));
  }

  private boolean holds(Storage storage, int n) {
    Object array = arrays.get(storage);
    return array != null && storage.length(array) >= n + start(storage);
  }

  Object array(Storage storage) {
    return arrays.get(storage);
  }

  int start(Storage storage) {
    return storage == Storage.FLOATS ? FLOAT_SHIFT : 0;
  }

  /** Changes whenever an array was replaced, so that plans know to bind anew. */
  int version() {
    return version;
  }

  long bytes() {
    return arrays.entrySet().stream()
        .mapToLong(e -> (long) e.getKey().length(e.getValue()) * e.getKey().width())
        .sum();
  }
}
