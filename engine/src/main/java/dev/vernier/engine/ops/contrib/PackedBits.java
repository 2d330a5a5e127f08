package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Tensor;

/** Unsigned codes of 2, 4 or 8 bits that fill bytes from their low ends. */
record PackedBits(int bits) {
  /** Fails for another number of bits. */
  PackedBits {
    if (bits != 2 && bits != 4 && bits != 8) {
      throw new IllegalArgumentException("attribute bits = " + bits + ": expected 2, 4 or 8");
    }
  }

  int perByte() {
    return 8 / bits;
  }

  /** Bytes that hold so many codes. */
  int bytes(int codes) {
    return (codes + perByte() - 1) / perByte();
  }

  /** Code {@code i} of those that begin with byte {@code from}. */
  int code(Tensor packed, int from, int i) {
    int value = (int) packed.longAt(from + i / perByte());
    return value >>> i % perByte() * bits & (1 << bits) - 1;
  }

  /** The zero point where none is given. */
  int middle() {
    return 1 << (bits - 1);
  }
}
