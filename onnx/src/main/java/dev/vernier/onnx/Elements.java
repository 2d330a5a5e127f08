package dev.vernier.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads and packs the elements of raw content. */
final class Elements {
  private Elements() {}

  static float[] floats(TensorData tensor, int count) {
    if (tensor.type().bits() == 6 && tensor.segments().size() > 1) {
      throw new VernierException(
          tensor
              + ": 6-bit elements across the segments of a tensor above 1 GiB are not supported");
    }
    float[] values = new float[count];
    int next = 0;
    for (ByteBuffer segment : tensor.segments()) {
      int here = (int) (segment.remaining() * 8L / tensor.type().bits());
      int n = Math.min(here, count - next);
      readFloats(tensor.type(), segment, values, next, n);
      next += n;
    }
    return values;
  }

  private static void readFloats(DataType type, ByteBuffer raw, float[] into, int at, int n) {
    switch (type) {
      case FLOAT -> raw.asFloatBuffer().get(into, at, n);
      case DOUBLE -> {
        for (int i = 0; i < n; i++) {
          into[at + i] = (float) raw.getDouble(8 * i);
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < n; i++) {
          into[at + i] = SmallFloats.fromHalf(raw.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < n; i++) {
          into[at + i] = SmallFloats.fromBfloat16(raw.getShort(2 * i));
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          into[at + i] = NarrowFloats.decode(type, field(raw, type.bits(), i));
        }
      }
    }
  }

  static double[] doubles(TensorData tensor, int count) {
    double[] values = new double[count];
    if (tensor.type() == DataType.DOUBLE) {
      int next = 0;
      for (ByteBuffer segment : tensor.segments()) {
        int n = segment.remaining() / Double.BYTES;
        segment.asDoubleBuffer().get(values, next, n);
        next += n;
      }
    } else if (tensor.type().isFloatingPoint()) {
      float[] floats = floats(tensor, count);
      for (int i = 0; i < count; i++) {
        values[i] = floats[i];
      }
    } else {
      long[] longs = longs(tensor, count);
      boolean unsigned = tensor.type() == DataType.UINT64;
      for (int i = 0; i < count; i++) {
        values[i] = unsigned ? unsignedToDouble(longs[i]) : longs[i];
      }
    }
    return values;
  }

  private static double unsignedToDouble(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1 | bits & 1) * 2.0);
  }

  static long[] longs(TensorData tensor, int count) {
    long[] values = new long[count];
    int next = 0;
    for (ByteBuffer segment : tensor.segments()) {
      int here = (int) Math.min(segment.remaining() * 8L / tensor.type().bits(), count - next);
      for (int i = 0; i < here; i++) {
        values[next + i] = integer(tensor.type(), segment, i);
      }
      next += here;
    }
    return values;
  }

  private static long integer(DataType type, ByteBuffer raw, int i) {
    return switch (type) {
      case INT64, UINT64 -> raw.getLong(8 * i);
      case INT32 -> raw.getInt(4 * i);
      case UINT32 -> Integer.toUnsignedLong(raw.getInt(4 * i));
      case INT16 -> raw.getShort(2 * i);
      case UINT16 -> Short.toUnsignedLong(raw.getShort(2 * i));
      case BOOL -> raw.get(i) == 0 ? 0 : 1;
      default -> {
        int bits = field(raw, type.bits(), i);
        int unused = Integer.SIZE - type.bits();
        yield type.isSigned() ? bits << unused >> unused : bits;
      }
    };
  }

  /** The bits of element i of a type of at most eight bits; the first is at the lowest bits. */
  static int field(ByteBuffer raw, int bits, int i) {
    long at = (long) i * bits;
    int first = (int) (at >> 3);
    int shift = (int) (at & 7);
    int window = raw.get(first) & 0xff;
    if (shift + bits > 8) {
      window |= (raw.get(first + 1) & 0xff) << 8;
    }
    return window >> shift & (1 << bits) - 1;
  }

  static byte[] packIntegers(DataType type, long[] values) {
    if (!type.isInteger() && type != DataType.BOOL) {
      throw new IllegalArgumentException(type + " is not an integer type");
    }
    ByteBuffer raw = allocate(type, values.length);
    for (int i = 0; i < values.length; i++) {
      putBits(raw, type.bits(), i, values[i]);
    }
    return raw.array();
  }

  /** Stores the low bits of a value as element i; the buffer starts out zero. */
  static void putBits(ByteBuffer raw, int bits, int i, long value) {
    switch (bits) {
      case 64 -> raw.putLong(8 * i, value);
      case 32 -> raw.putInt(4 * i, (int) value);
      case 16 -> raw.putShort(2 * i, (short) value);
      default -> putField(raw, bits, i, (int) value & (1 << bits) - 1);
    }
  }

  private static void putField(ByteBuffer raw, int bits, int i, int field) {
    long at = (long) i * bits;
    int first = (int) (at >> 3);
    int shift = (int) (at & 7);
    raw.put(first, (byte) (raw.get(first) | field << shift));
    if (shift + bits > 8) {
      raw.put(first + 1, (byte) (raw.get(first + 1) | field >> 8 - shift));
    }
  }

  static byte[] packFloats(DataType type, float[] values) {
    ByteBuffer raw = allocate(type, values.length);
    for (int i = 0; i < values.length; i++) {
      switch (type) {
        case FLOAT -> raw.putFloat(4 * i, values[i]);
        case DOUBLE -> raw.putDouble(8 * i, values[i]);
        case FLOAT16 -> raw.putShort(2 * i, SmallFloats.toHalf(values[i]));
        case BFLOAT16 -> raw.putShort(2 * i, SmallFloats.toBfloat16(values[i]));
        default -> {
          if (!NarrowFloats.isNarrow(type)) {
            throw new IllegalArgumentException("cannot round to " + type);
          }
          putBits(raw, type.bits(), i, NarrowFloats.encode(type, values[i], true));
        }
      }
    }
    return raw.array();
  }

  static ByteBuffer allocate(DataType type, int count) {
    return ByteBuffer.allocate(Math.toIntExact(type.byteSize(count)))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
