package dev.vernier.pipeline.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers of a file, samples along the first axis.
 *
 * @param data the file's bytes in its byte order, from the first element on
 * @param element type of the elements
 * @param dims shape; row-major
 */
record NumberArray(ByteBuffer data, Element element, int[] dims) {
  /** Element types by their names in job files. */
  enum Element {
    FLOAT32(4),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8),
    BOOL(1);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    /** The word for {@code element-type}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  int samples() {
    return dims.length == 0 ? 1 : dims[0];
  }

  int elementsPerSample() {
    return dims.length == 0 ? 1 : Arrays.stream(dims, 1, dims.length).reduce(1, (a, b) -> a * b);
  }

  boolean floating() {
    return element == Element.FLOAT32 || element == Element.FLOAT64;
  }

  /** One sample: little-endian bytes, or a number if it is one. */
  Object sample(int index) {
    int n = elementsPerSample();
    if (n == 1) {
      return floating() ? (Object) doubleAt(index) : (Object) longAt(index);
    }
    byte[] bytes = new byte[n * element.bytes()];
    data.get(index * bytes.length, bytes);
    if (data.order() == java.nio.ByteOrder.BIG_ENDIAN) {
      reverseElements(bytes);
    }
    return bytes;
  }

  private void reverseElements(byte[] bytes) {
    int width = element.bytes();
    for (int start = 0; start < bytes.length; start += width) {
      for (int i = 0; i < width / 2; i++) {
        byte low = bytes[start + i];
        bytes[start + i] = bytes[start + width - 1 - i];
        bytes[start + width - 1 - i] = low;
      }
    }
  }

  private double doubleAt(int i) {
    return element == Element.FLOAT32 ? data.getFloat(4 * i) : data.getDouble(8 * i);
  }

  private long longAt(int i) {
    return switch (element) {
      case INT8 -> data.get(i);
      case UINT8, BOOL -> data.get(i) & 0xff;
      case INT16 -> data.getShort(2 * i);
      case UINT16 -> data.getShort(2 * i) & 0xffff;
      case INT32 -> data.getInt(4 * i);
      case UINT32 -> data.getInt(4 * i) & 0xffffffffL;
      default -> data.getLong(8 * i);
    };
  }
}
