package dev.vernier.it.hostile;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages the bytes of a file: cut, flipped, repeated, and lengths that lie. */
final class ByteMutator {
  private static final byte[] ENDLESS = {-1, -1, -1, -1, 7};

  private final SplittableRandom random;

  ByteMutator(SplittableRandom random) {
    this.random = random;
  }

  byte[] mutate(byte[] bytes) {
    byte[] result = bytes;
    for (int n = random.nextInt(1, 4); n > 0 && result.length > 0; n--) {
      result = once(result);
    }
    return result;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(1, Math.min(64, bytes.length) + 1);
    byte[] copy = bytes.clone();
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> copy[at] = (byte) random.nextInt();
      case 3 -> {
        return splice(
            bytes, at, 0, Arrays.copyOfRange(bytes, at, Math.min(at + length, bytes.length)));
      }
      case 4 -> {
        return splice(bytes, at, Math.min(length, bytes.length - at), new byte[0]);
      }
      case 5 -> {
        return splice(bytes, at, 1, ENDLESS);
      }
      default -> copy[at]++;
    }
    return copy;
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte... added) {
    byte[] result = new byte[bytes.length - removed + added.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
    return result;
  }
}
