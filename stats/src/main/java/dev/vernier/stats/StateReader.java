package dev.vernier.stats;

import java.util.Arrays;

/** Reads what {@link StateWriter} wrote; anything unexpected is a {@link StateFormatException}. */
final class StateReader {
  private final byte[] bytes;
  private final String what;
  private final int end;
  private int position;

  StateReader(byte[] bytes, String what, int start, int end) {
    this.bytes = bytes;
    this.what = what;
    this.position = start;
    this.end = end;
  }

  int readByte() {
    require(1);
    return bytes[position++] & 0xFF;
  }

  int readInt() {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= readByte() << shift;
    }
    return value;
  }

  float readFloat() {
    return Float.intBitsToFloat(readInt());
  }

  /** A float that must be finite. */
  float readFiniteFloat() {
    float value = readFloat();
    if (!Float.isFinite(value)) {
      throw bad("expected a finite number, not " + value);
    }
    return value;
  }

  byte[] readBytes(int length) {
    require(length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** A number that is not negative. */
  long readVarint() {
    long value = readRawVarint();
    if (value < 0) {
      throw bad("expected a number of at most 63 bits");
    }
    return value;
  }

  /** A number within [low, high]. */
  int readVarint(int low, int high, String name) {
    long value = readVarint();
    if (value < low || value > high) {
      throw bad("expected %s from %d to %d, not %d".formatted(name, low, high, value));
    }
    return (int) value;
  }

  /** The number of items that follow, each at least a byte long. */
  int readSize(String name) {
    return readVarint(0, end - position, name);
  }

  long readSigned() {
    long value = readRawVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  void requireEnd() {
    if (position != end) {
      throw bad("expected the end, not %d more bytes".formatted(end - position));
    }
  }

  StateFormatException bad(String problem) {
    return new StateFormatException("%s, byte %d: %s".formatted(what, position, problem));
  }

  private long readRawVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw bad("expected a number of at most 10 bytes");
  }

  private void require(int length) {
    if (length > end - position) {
      throw bad("expected %d more bytes, not %d".formatted(length, end - position));
    }
  }
}
