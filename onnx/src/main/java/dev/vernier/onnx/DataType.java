package dev.vernier.onnx;

/** Element types of ONNX tensors, with the codes of {@code TensorProto.DataType}. */
public enum DataType {
  UNDEFINED(0, 0, Kind.OTHER),
  FLOAT(1, 32, Kind.FLOATING),
  UINT8(2, 8, Kind.UNSIGNED),
  INT8(3, 8, Kind.SIGNED),
  UINT16(4, 16, Kind.UNSIGNED),
  INT16(5, 16, Kind.SIGNED),
  INT32(6, 32, Kind.SIGNED),
  INT64(7, 64, Kind.SIGNED),
  STRING(8, 0, Kind.OTHER),
  BOOL(9, 8, Kind.OTHER),
  FLOAT16(10, 16, Kind.FLOATING),
  DOUBLE(11, 64, Kind.FLOATING),
  UINT32(12, 32, Kind.UNSIGNED),
  UINT64(13, 64, Kind.UNSIGNED),
  COMPLEX64(14, 64, Kind.OTHER),
  COMPLEX128(15, 128, Kind.OTHER),
  BFLOAT16(16, 16, Kind.FLOATING),
  FLOAT8E4M3FN(17, 8, Kind.FLOATING),
  FLOAT8E4M3FNUZ(18, 8, Kind.FLOATING),
  FLOAT8E5M2(19, 8, Kind.FLOATING),
  FLOAT8E5M2FNUZ(20, 8, Kind.FLOATING),
  UINT4(21, 4, Kind.UNSIGNED),
  INT4(22, 4, Kind.SIGNED),
  FLOAT4E2M1(23, 4, Kind.FLOATING),
  FLOAT8E8M0(24, 8, Kind.FLOATING),
  UINT2(25, 2, Kind.UNSIGNED),
  INT2(26, 2, Kind.SIGNED),
  FLOAT6E2M3(27, 6, Kind.FLOATING),
  FLOAT6E3M2(28, 6, Kind.FLOATING);

  private enum Kind {
    FLOATING,
    SIGNED,
    UNSIGNED,
    OTHER
  }

  private final int code;
  private final int bits;
  private final Kind kind;

  DataType(int code, int bits, Kind kind) {
    this.code = code;
    this.bits = bits;
    this.kind = kind;
  }

  /** The number used in files. */
  public int code() {
    return code;
  }

  /**
   * The type with the given code.
   *
   * @throws VernierException if ONNX has no such type
   */
  public static DataType of(int code) {
    if (!isKnown(code)) {
      throw new VernierException(
          "tensor element type "
              + code
              + ": expected an ONNX element type from 0 to "
              + (values().length - 1)
              + "; the model is damaged or newer than this version of Vernier");
    }
    return values()[code];
  }

  /** Whether the code names an element type. */
  public static boolean isKnown(int code) {
    return code >= 0 && code < values().length;
  }

  /** Bits of one element in raw content; 0 for strings and undefined. */
  public int bits() {
    return bits;
  }

  /**
   * Bytes of raw content that hold the given number of elements, narrow ones packed without gap.
   */
  public long byteSize(long elements) {
    return bits >= 8
        ? Math.multiplyExact(elements, (long) (bits / 8))
        : elements / 8 * bits + (elements % 8 * bits + 7) / 8;
  }

  public boolean isFloatingPoint() {
    return kind == Kind.FLOATING;
  }

  /** Whether elements are integers; booleans are not. */
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** Whether elements can be negative. */
  public boolean isSigned() {
    return kind == Kind.SIGNED || (kind == Kind.FLOATING && this != FLOAT8E8M0);
  }
}
