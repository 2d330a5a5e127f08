package dev.vernier.stats;

/**
 * The folds that samples are dealt into. A sample's fold depends on nothing but the bytes the model
 * is fed, so folds survive any file layout, partitioning or order.
 */
public final class Folds {
  /** How many folds there are. */
  public static final int COUNT = 8;

  private Folds() {}

  /** The fold of a sample, given the SHA-256 of its canonical input bytes. */
  public static int of(byte[] sha256) {
    if (sha256.length != 32) {
      throw new IllegalArgumentException("expected a SHA-256 of 32 bytes, not " + sha256.length);
    }
    return sha256[0] & (COUNT - 1);
  }
}
