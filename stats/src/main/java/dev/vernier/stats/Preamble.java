package dev.vernier.stats;

import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * The eight bytes that begin every state, and the four that end it.
 *
 * <pre>
 * byte   0              1               2          3      4          5 .. 7
 *        preamble words serial version  family id  flags  parameter  reserved
 *        1              1               see StateFamily   0          0
 * last four bytes: CRC-32C of all bytes before them
 * </pre>
 *
 * Flag bit 0 is set exactly on an empty state, which has no body. The other flags and the reserved
 * bytes are zero. The meaning of the parameter is the family's.
 */
final class Preamble {
  static final int LENGTH = 8;
  static final int CHECKSUM_LENGTH = 4;
  static final int SERIAL_VERSION = 1;

  /** The family id of a {@link StateSet}, which contains states and is none itself. */
  static final int STATE_SET_ID = 64;

  private static final int WORDS = 1;
  private static final int EMPTY_FLAG = 1;

  private Preamble() {}

  static StateWriter begin(int familyId, boolean empty, int parameter) {
    StateWriter writer = new StateWriter();
    writer.putByte(WORDS);
    writer.putByte(SERIAL_VERSION);
    writer.putByte(familyId);
    writer.putByte(empty ? EMPTY_FLAG : 0);
    writer.putInt(parameter & 0xFF);
    return writer;
  }

  static int familyId(byte[] bytes) {
    if (bytes.length < LENGTH + CHECKSUM_LENGTH) {
      throw new StateFormatException(
          "state: expected at least %d bytes, not %d"
              .formatted(LENGTH + CHECKSUM_LENGTH, bytes.length));
    }
    return bytes[2] & 0xFF;
  }

  static boolean isEmpty(byte[] bytes) {
    return bytes[3] == EMPTY_FLAG;
  }

  static int parameter(byte[] bytes) {
    return bytes[4] & 0xFF;
  }

  /** Checks everything but the body and returns a reader of the body. */
  static StateReader open(byte[] bytes, int familyId, String what) {
    expect(what, "family id", familyId, familyId(bytes));
    expect(what, "serial version", SERIAL_VERSION, bytes[1]);
    expect(what, "preamble words", WORDS, bytes[0]);
    expect(what, "flags", bytes[3] & EMPTY_FLAG, bytes[3]);
    expect(what, "reserved bytes", 0, bytes[5] | bytes[6] | bytes[7]);
    int end = bytes.length - CHECKSUM_LENGTH;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end);
    int stored = new StateReader(bytes, what, end, bytes.length).readInt();
    expect(what, "checksum", (int) crc.getValue(), stored);
    return new StateReader(bytes, what, LENGTH, end);
  }

  /**
   * Refuses bytes that the writer would have written otherwise, so that equal means equal bytes.
   */
  static <S> S requireCanonical(S state, Function<S, byte[]> encoder, byte[] bytes, String what) {
    int difference = Arrays.mismatch(encoder.apply(state), bytes);
    if (difference >= 0) {
      throw new StateFormatException(what + ", byte " + difference + ": not in canonical form");
    }
    return state;
  }

  private static void expect(String what, String field, int expected, int actual) {
    if (expected != actual) {
      throw new StateFormatException(
          "%s: expected %s %d, not %d: the bytes are corrupt or of a newer version"
              .formatted(what, field, expected, actual));
    }
  }
}
