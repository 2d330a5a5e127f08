package dev.vernier.pipeline.data;

import dev.vernier.onnx.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a row is known by: SHA-256 over its key column, or over the raw values of its input columns.
 * Every value goes in as a type letter, a length and little-endian bytes, so that no two rows share
 * an encoding.
 */
public final class RowIdentity {
  private final Optional<String> keyColumn;
  private final List<String> columns;

  /** Identity by the key column if there is one, else by the content of {@code inputColumns}. */
  public RowIdentity(Optional<String> keyColumn, List<String> inputColumns) {
    this.keyColumn = keyColumn;
    this.columns =
        keyColumn.map(List::of).orElseGet(() -> inputColumns.stream().distinct().sorted().toList());
  }

  /** The columns that identify a row. */
  public List<String> columns() {
    return columns;
  }

  /** The 32 bytes of a row's identity; nulls count as a value of their own. */
  public byte[] hash(Row row) {
    MessageDigest digest = Sha256.digest();
    for (String column : columns) {
      update(digest, row.columns().get(column));
    }
    return digest.digest();
  }

  /** The row's key for messages, empty without a key column. */
  public String key(Row row) {
    return keyColumn.map(c -> text(row.columns().get(c))).orElse("");
  }

  /** The same text for the same value; arrays have no such text of their own. */
  private static String text(Object value) {
    boolean array = value != null && value.getClass().isArray();
    return array ? HexFormat.of().formatHex(bytes(value)) : String.valueOf(value);
  }

  private static void update(MessageDigest digest, Object value) {
    byte[] bytes = bytes(value);
    digest.update((byte) letter(value));
    digest.update(little(8).putLong(0, bytes.length));
    digest.update(bytes);
  }

  private static char letter(Object value) {
    if (value == null) {
      return '0';
    } else if (value instanceof byte[]) {
      return 'b';
    } else if (value instanceof String) {
      return 's';
    } else if (value instanceof float[] || value instanceof double[]) {
      return 'D';
    } else if (value instanceof Float || value instanceof Double) {
      return 'd';
    } else if (value instanceof Number || value instanceof Boolean) {
      return 'l';
    }
    return 'L';
  }

  private static byte[] bytes(Object value) {
    if (value == null) {
      return new byte[0];
    } else if (value instanceof byte[] b) {
      return b;
    } else if (value instanceof String s) {
      return s.getBytes(StandardCharsets.UTF_8);
    } else if (value instanceof Boolean b) {
      return new byte[] {(byte) (b ? 1 : 0)};
    } else if (value instanceof Float || value instanceof Double) {
      return little(8).putDouble(0, ((Number) value).doubleValue()).array();
    } else if (value instanceof Number n) {
      return little(8).putLong(0, n.longValue()).array();
    }
    return Numbers.littleEndian(value);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
