package dev.vernier.engine;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Places values in arenas so that values alive at the same step never overlap. */
final class ArenaLayout {
  private static final int ALIGN = 16;

  private ArenaLayout() {}

  /** Sets the offset of every root; returns the elements needed of each storage class. */
  static Map<Storage, Integer> assign(List<Place> roots) {
    Map<Storage, List<Place>> byStorage = new EnumMap<>(Storage.class);
    for (Place root : roots) {
      byStorage.computeIfAbsent(root.storage(), s -> new ArrayList<>()).add(root);
    }
    Map<Storage, Integer> needed = new EnumMap<>(Storage.class);
    byStorage.forEach((storage, places) -> needed.put(storage, assignOne(places)));
    return needed;
  }

  /** Largest first, each at the lowest offset free for its whole life. */
  private static int assignOne(List<Place> places) {
    List<Place> order = new ArrayList<>(places);
    order.sort(Comparator.comparingInt((Place p) -> -p.elements()).thenComparingInt(p -> p.first));
    List<Place> placed = new ArrayList<>();
    long end = 0;
    for (Place place : order) {
      place.offset = lowestOffset(place, placed);
      placed.add(place);
      placed.sort(Comparator.comparingInt(p -> p.offset));
      end = Math.max(end, (long) place.offset + padded(place));
    }
    return Math.toIntExact(end + ALIGN);
  }

  private static int lowestOffset(Place place, List<Place> placed) {
    long offset = 0;
    for (Place other : placed) {
      boolean together = other.first <= place.last && place.first <= other.last;
      if (together && offset + padded(place) > other.offset) {
        offset = Math.max(offset, (long) other.offset + padded(other));
      }
    }
    if (offset + padded(place) > Integer.MAX_VALUE - 64) {
      throw new VernierException(
          "'"
              + place.name
              + "': the activations alive with it need more than 2^31 elements; use a smaller"
              + " batch or input");
    }
    return (int) offset;
  }

  private static long padded(Place place) {
    return ((long) place.elements() + ALIGN - 1) / ALIGN * ALIGN;
  }
}
