package dev.vernier.pipeline.data;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The N smallest of many 32-byte hashes, gathered in any number of parts: how {@code samples = N}
 * is decided. Equal hashes count as often as they occur. Not thread-safe.
 */
public final class SmallestHashes {
  private static final int LENGTH = 32;

  private final int limit;
  private final PriorityQueue<byte[]> largestFirst =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(b, a));

  /** Keeps at most {@code limit} hashes. */
  public SmallestHashes(int limit) {
    this.limit = limit;
  }

  /** Offers one hash. */
  public void add(byte[] hash) {
    if (largestFirst.size() < limit) {
      largestFirst.add(hash);
    } else if (Arrays.compareUnsigned(hash, largestFirst.peek()) < 0) {
      largestFirst.poll();
      largestFirst.add(hash);
    }
  }

  /** Offers all hashes of another part. */
  public void addAll(SmallestHashes other) {
    other.largestFirst.forEach(this::add);
  }

  /** Number of hashes held. */
  public int size() {
    return largestFirst.size();
  }

  /**
   * The largest hash held, which bounds the choice: a row takes part if its hash is not larger.
   * Null while nothing was offered. Rows equal to the bound all take part.
   */
  public byte[] threshold() {
    return largestFirst.peek();
  }

  /** The hashes one after another in ascending order. */
  public byte[] toBytes() {
    List<byte[]> sorted = new ArrayList<>(largestFirst);
    sorted.sort(Arrays::compareUnsigned);
    ByteArrayOutputStream out = new ByteArrayOutputStream(LENGTH * sorted.size());
    sorted.forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** Reads what {@link #toBytes} wrote. */
  public static SmallestHashes fromBytes(int limit, byte[] bytes) {
    if (bytes.length % LENGTH != 0) {
      throw new IllegalArgumentException("expected whole hashes of 32 bytes, not " + bytes.length);
    }
    SmallestHashes hashes = new SmallestHashes(limit);
    for (int i = 0; i < bytes.length; i += LENGTH) {
      hashes.add(Arrays.copyOfRange(bytes, i, i + LENGTH));
    }
    return hashes;
  }
}
