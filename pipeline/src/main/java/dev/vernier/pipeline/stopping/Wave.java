package dev.vernier.pipeline.stopping;

import dev.vernier.conf.StoppingConfig;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a calibration adds at a time: those whose identity hash lies above one bound and
 * not above another. Bounds depend on how many rows the data have and on nothing else of them, so a
 * wave is the same set of rows in whatever files and order they come.
 *
 * @param number from 1
 * @param above exclusive lower bound of hashes, 32 bytes; empty: from the smallest
 * @param upTo inclusive upper bound; empty: to the largest
 */
public record Wave(int number, Optional<byte[]> above, Optional<byte[]> upTo) {
  private static final int HASH_BYTES = 32;
  private static final BigInteger HASHES = BigInteger.ONE.shiftLeft(8 * HASH_BYTES);

  /**
   * The waves of a data set: the first has about {@code firstRows}, each other as many as all
   * before it.
   *
   * @param rows of the data set, before any selection
   * @param last the largest hash that takes part; empty: all do
   */
  public static List<Wave> of(StoppingConfig stopping, long rows, Optional<byte[]> last) {
    List<Wave> waves = new ArrayList<>();
    Optional<byte[]> above = Optional.empty();
    if (stopping.isActive()) {
      for (long used = stopping.firstRows(); used < rows; used *= 2) {
        byte[] bound = bound(used, rows);
        if (last.isPresent() && Arrays.compareUnsigned(bound, last.get()) >= 0) {
          break;
        }
        waves.add(new Wave(waves.size() + 1, above, Optional.of(bound)));
        above = Optional.of(bound);
      }
    }
    waves.add(new Wave(waves.size() + 1, above, last));
    return waves;
  }

  /** The hash below or at which the given share of all hashes lies. */
  private static byte[] bound(long used, long rows) {
    BigInteger bound =
        HASHES
            .multiply(BigInteger.valueOf(used))
            .divide(BigInteger.valueOf(rows))
            .subtract(BigInteger.ONE);
    byte[] digits = bound.toByteArray();
    byte[] hash = new byte[HASH_BYTES];
    int length = Math.min(digits.length, HASH_BYTES);
    System.arraycopy(digits, digits.length - length, hash, HASH_BYTES - length, length);
    return hash;
  }
}
