package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.NarrowFloats;
import java.lang.reflect.Array;

/** How elements of a type are kept in Java arrays. */
enum Storage {
  FLOATS(4) {
    @Override
    Object allocate(int n) {
      return new float[n];
    }

    @Override
    double doubleAt(DataType type, Object array, int i) {
      return ((float[]) array)[i];
    }

    @Override
    void setDouble(DataType type, Object array, int i, double value) {
      ((float[]) array)[i] = (float) value;
    }
  },
  DOUBLES(8) {
    @Override
    Object allocate(int n) {
      return new double[n];
    }

    @Override
    double doubleAt(DataType type, Object array, int i) {
      return ((double[]) array)[i];
    }

    @Override
    void setDouble(DataType type, Object array, int i, double value) {
      ((double[]) array)[i] = value;
    }
  },
  LONGS(8) {
    @Override
    Object allocate(int n) {
      return new long[n];
    }

    @Override
    long longAt(DataType type, Object array, int i) {
      return ((long[]) array)[i];
    }

    @Override
    void setLong(DataType type, Object array, int i, long value) {
      ((long[]) array)[i] = value;
    }
  },
  INTS(4) {
    @Override
    Object allocate(int n) {
      return new int[n];
    }

    @Override
    long longAt(DataType type, Object array, int i) {
      int v = ((int[]) array)[i];
      return type == DataType.UINT32 ? Integer.toUnsignedLong(v) : v;
    }

    @Override
    void setLong(DataType type, Object array, int i, long value) {
      ((int[]) array)[i] = (int) value;
    }
  },
  SHORTS(2) {
    @Override
    Object allocate(int n) {
      return new short[n];
    }

    @Override
    long longAt(DataType type, Object array, int i) {
      short v = ((short[]) array)[i];
      return type == DataType.INT16 ? v : Short.toUnsignedLong(v);
    }

    @Override
    void setLong(DataType type, Object array, int i, long value) {
      ((short[]) array)[i] = (short) value;
    }

    @Override
    double doubleAt(DataType type, Object array, int i) {
      short bits = ((short[]) array)[i];
      return switch (type) {
        case FLOAT16 -> SmallFloats.fromHalf(bits);
        case BFLOAT16 -> SmallFloats.fromBrain(bits);
        default -> longAt(type, array, i);
      };
    }

    @Override
    void setDouble(DataType type, Object array, int i, double value) {
      ((short[]) array)[i] =
          switch (type) {
            case FLOAT16 -> SmallFloats.toHalf(value);
            case BFLOAT16 -> SmallFloats.toBrain((float) value);
            default -> (short) (long) value;
          };
    }
  },
  BYTES(1) {
    @Override
    Object allocate(int n) {
      return new byte[n];
    }

    @Override
    long longAt(DataType type, Object array, int i) {
      byte v = ((byte[]) array)[i];
      return switch (type) {
        case INT8, INT4, INT2 -> v;
        case UINT8, BOOL, UINT4, UINT2 -> Byte.toUnsignedLong(v);
        default -> (long) NarrowFloats.decode(type, v);
      };
    }

    @Override
    void setLong(DataType type, Object array, int i, long value) {
      if (NarrowFloats.isNarrow(type)) {
        setDouble(type, array, i, value);
        return;
      }
      int unused = Byte.SIZE - Math.min(type.bits(), Byte.SIZE);
      int top = (byte) (value << unused);
      ((byte[]) array)[i] = (byte) (type.isSigned() ? top >> unused : (top & 0xff) >> unused);
    }

    @Override
    double doubleAt(DataType type, Object array, int i) {
      return NarrowFloats.isNarrow(type)
          ? NarrowFloats.decode(type, ((byte[]) array)[i])
          : longAt(type, array, i);
    }

    @Override
    void setDouble(DataType type, Object array, int i, double value) {
      if (NarrowFloats.isNarrow(type)) {
        ((byte[]) array)[i] = (byte) NarrowFloats.encode(type, value, true);
      } else {
        setLong(type, array, i, (long) value);
      }
    }
  },
  STRINGS(8) {
    @Override
    Object allocate(int n) {
      return new String[n];
    }

    @Override
    double doubleAt(DataType type, Object array, int i) {
      throw notNumbers();
    }

    @Override
    long longAt(DataType type, Object array, int i) {
      throw notNumbers();
    }

    @Override
    void setDouble(DataType type, Object array, int i, double value) {
      throw notNumbers();
    }

    @Override
    void setLong(DataType type, Object array, int i, long value) {
      throw notNumbers();
    }
  };

  private final int width;

  Storage(int width) {
    this.width = width;
  }

  static Storage of(DataType type) {
    return switch (type) {
      case FLOAT -> FLOATS;
      case DOUBLE -> DOUBLES;
      case INT64, UINT64 -> LONGS;
      case INT32, UINT32 -> INTS;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> SHORTS;
      case STRING -> STRINGS;
      case COMPLEX64, COMPLEX128, UNDEFINED ->
          throw new IllegalArgumentException("tensors of type " + type + " are not supported");
      default -> BYTES;
    };
  }

  private static IllegalArgumentException notNumbers() {
    return new IllegalArgumentException("a tensor of strings has no numbers");
  }

  /** Bytes an element takes in memory. */
  int width() {
    return width;
  }

  abstract Object allocate(int n);

  int length(Object array) {
    return Array.getLength(array);
  }

  long longAt(DataType type, Object array, int i) {
    return (long) doubleAt(type, array, i);
  }

  double doubleAt(DataType type, Object array, int i) {
    long value = longAt(type, array, i);
    return type == DataType.UINT64 && value < 0 ? (value >>> 1) * 2.0 + (value & 1) : value;
  }

  void setLong(DataType type, Object array, int i, long value) {
    setDouble(type, array, i, value);
  }

  void setDouble(DataType type, Object array, int i, double value) {
    setLong(type, array, i, (long) value);
  }
}
