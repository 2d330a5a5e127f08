package dev.vernier.jobs.shard;

import dev.vernier.onnx.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a committed file, little-endian: 8 bytes magic {@code VNRSHRD1}, 8 bytes payload
 * length, 32 bytes SHA-256 of the payload, payload. A file that does not open was torn by a crash
 * and counts as missing.
 */
final class ShardEnvelope {
  private static final long MAGIC = 0x3144_5248_5352_4E56L;
  private static final int DIGEST_OFFSET = 16;
  private static final int DIGEST_LENGTH = 32;
  static final int HEADER = DIGEST_OFFSET + DIGEST_LENGTH;

  private ShardEnvelope() {}

  static byte[] seal(byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(MAGIC)
        .putLong(payload.length)
        .put(Sha256.of(payload))
        .put(payload)
        .array();
  }

  /** The file's length as its header says; empty if the header is not one. */
  static Optional<Long> length(byte[] header) {
    if (header.length < HEADER) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    return fields.getLong() == MAGIC ? Optional.of(HEADER + fields.getLong()) : Optional.empty();
  }

  static Optional<byte[]> open(byte[] sealed) {
    if (!length(sealed).equals(Optional.of((long) sealed.length))) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOfRange(sealed, HEADER, sealed.length);
    byte[] expected = Arrays.copyOfRange(sealed, DIGEST_OFFSET, HEADER);
    return Arrays.equals(Sha256.of(payload), expected) ? Optional.of(payload) : Optional.empty();
  }
}
