package dev.vernier.stats;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the bytes of what grows in a collector, and keeps pages for reuse. */
final class StateMemory {
  /** Counters in a page: the bins of one sign and exponent. */
  static final int PAGE = 128;

  private static final int ARRAY_HEADER = 24;
  private static final long PAGE_BYTES = ARRAY_HEADER + 4L * PAGE;
  private static final long WIDE_PAGE_BYTES = ARRAY_HEADER + 8L * PAGE;

  private final Deque<int[]> free = new ArrayDeque<>();
  private final long limit;
  private final Runnable relief;
  private long used;

  /**
   * @param limit bytes that may be used
   * @param relief called when the limit is reached; releases what it can
   */
  StateMemory(long limit, Runnable relief) {
    this.limit = limit;
    this.relief = relief;
  }

  /** A page of zeros. */
  int[] takePage() {
    if (free.isEmpty()) {
      used += PAGE_BYTES;
      if (used > limit) {
        used -= PAGE_BYTES;
        makeRoom(PAGE_BYTES);
        used += PAGE_BYTES;
      }
      return new int[PAGE];
    }
    return free.pop();
  }

  /** Takes back a page, which must hold zeros again. */
  void release(int[] page) {
    free.push(page);
  }

  /** Exchanges a page for one of twice the width. */
  void widen() {
    used += WIDE_PAGE_BYTES - PAGE_BYTES;
  }

  void releaseWide() {
    used -= WIDE_PAGE_BYTES;
  }

  /** Counts bytes that are used already; {@link #settle} must follow. */
  void charge(long bytes) {
    used += bytes;
  }

  /** Makes room if more is used than is allowed. */
  void settle() {
    if (used > limit) {
      makeRoom(0);
    }
  }

  private void makeRoom(long bytes) {
    relief.run();
    used -= free.size() * PAGE_BYTES;
    free.clear();
    if (used + bytes > limit) {
      throw new StateMemoryException(
          "the states of this task need more than the %,d bytes planned for them (%,d are used after"
                  .formatted(limit, used)
              + " packing): the observed values spread over far more magnitudes than is usual;"
              + " give the collector more state memory or observe fewer tensors");
    }
  }
}
