package dev.vernier.stats;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Little-endian bytes of a state: preamble, body, checksum. */
final class StateWriter {
  private byte[] bytes = new byte[256];
  private int size;

  void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      putByte(value >>> shift);
    }
  }

  void putFloat(float value) {
    putInt(Float.floatToIntBits(value));
  }

  void putBytes(byte[] values) {
    ensure(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  /** Seven bits a byte, lowest first, the top bit set on all but the last. */
  void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      putByte((int) rest | 0x80);
      rest >>>= 7;
    }
    putByte((int) rest);
  }

  /** A signed number as the varint 0, 1, 2, 3 ... for 0, -1, 1, -2 ... */
  void putSigned(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  /** Appends the CRC-32C of all that was written and returns everything. */
  byte[] finish() {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, size);
    putInt((int) crc.getValue());
    return Arrays.copyOf(bytes, size);
  }

  static int varintLength(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  static int signedLength(long value) {
    return varintLength((value << 1) ^ (value >> 63));
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
