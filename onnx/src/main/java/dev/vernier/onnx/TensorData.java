package dev.vernier.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable tensor of any ONNX element type. Numbers are kept as ONNX's raw content:
 * little-endian, row-major, elements below eight bits packed from the low bits up. The content is
 * one or several segments, in memory or mapped from a file of external data, so it may exceed 2 GB;
 * only {@link #bytes()} and the widening accessors need it to fit an array.
 */
public final class TensorData {
  /** Every segment but the last has this many bytes: a multiple of every element size. */
  public static final int SEGMENT_BYTES = 1 << 30;

  private final String name;
  private final DataType type;
  private final long[] dims;
  private final long elementCount;
  private final long byteSize;
  private final List<ByteBuffer> segments;
  private final byte[][] strings;
  private final Extras extras;

  private TensorData(
      String name,
      DataType type,
      long[] dims,
      List<ByteBuffer> segments,
      byte[][] strings,
      Extras extras) {
    this.name = name;
    this.type = type;
    this.dims = dims.clone();
    this.elementCount = elementCount(name, dims);
    this.segments = segments;
    this.strings = strings;
    this.extras = extras;
    this.byteSize = segments.stream().mapToLong(ByteBuffer::remaining).sum();
    checkContent();
  }

  private void checkContent() {
    if (type == DataType.UNDEFINED && elementCount != 0) {
      throw new VernierException("tensor '" + name + "': its element type is not declared");
    }
    long actual = type == DataType.STRING ? strings.length : byteSize;
    long expected = type == DataType.STRING ? elementCount : expectedBytes(name, type, dims);
    if (actual != expected) {
      throw new VernierException(
          String.format(
              "tensor '%s': %s%s needs %d %s, but %d are given; the model is damaged",
              name,
              type,
              Arrays.toString(dims),
              expected,
              type == DataType.STRING ? "strings" : "bytes",
              actual));
    }
  }

  /**
   * The number of elements of a shape.
   *
   * @throws VernierException if a dimension is negative or the product exceeds a long
   */
  public static long elementCount(String name, long... dims) {
    long count = 1;
    boolean empty = false;
    for (long dim : dims) {
      if (dim < 0) {
        throw new VernierException(
            "tensor '" + name + "': its shape " + Arrays.toString(dims) + " has a negative size");
      }
      empty |= dim == 0;
    }
    for (long dim : dims) {
      if (!empty && Math.multiplyHigh(count, dim) != 0 || !empty && count * dim < 0) {
        throw new VernierException(
            "tensor '" + name + "': its shape " + Arrays.toString(dims) + " is too large");
      }
      count *= dim;
    }
    return empty ? 0 : count;
  }

  /** Bytes of raw content that a tensor of this type and shape has; 0 for strings. */
  public static long expectedBytes(String name, DataType type, long... dims) {
    long count = elementCount(name, dims);
    if (type == DataType.STRING || type == DataType.UNDEFINED) {
      return 0;
    }
    if (count > Long.MAX_VALUE / 16) {
      throw new VernierException(
          "tensor '" + name + "': its shape " + Arrays.toString(dims) + " is too large");
    }
    return type.byteSize(count);
  }

  /** Raw little-endian content; the array is copied. */
  public static TensorData of(String name, DataType type, long[] dims, byte[] raw) {
    return wrap(name, type, dims, raw.clone());
  }

  /** Raw content in an array that nobody else will write to. */
  static TensorData wrap(String name, DataType type, long[] dims, byte[] raw) {
    return ofSegments(name, type, dims, List.of(ByteBuffer.wrap(raw)));
  }

  /**
   * Raw content in segments that nobody will write to, each but the last of {@link #SEGMENT_BYTES}.
   */
  public static TensorData ofSegments(
      String name, DataType type, long[] dims, List<ByteBuffer> segments) {
    if (type == DataType.STRING) {
      throw new VernierException("tensor '" + name + "': strings have no raw content");
    }
    for (int i = 0; i < segments.size() - 1; i++) {
      if (segments.get(i).remaining() != SEGMENT_BYTES) {
        throw new IllegalArgumentException("segment " + i + ": " + segments.get(i).remaining());
      }
    }
    List<ByteBuffer> views = segments.stream().map(TensorData::view).toList();
    return new TensorData(name, type, dims, views, null, Extras.NONE);
  }

  public static TensorData ofFloats(String name, long[] dims, float... values) {
    ByteBuffer raw = buffer(values.length, Float.BYTES);
    raw.asFloatBuffer().put(values);
    return wrap(name, DataType.FLOAT, dims, raw.array());
  }

  public static TensorData ofInt64s(String name, long[] dims, long... values) {
    ByteBuffer raw = buffer(values.length, Long.BYTES);
    raw.asLongBuffer().put(values);
    return wrap(name, DataType.INT64, dims, raw.array());
  }

  public static TensorData ofInt32s(String name, long[] dims, int... values) {
    ByteBuffer raw = buffer(values.length, Integer.BYTES);
    raw.asIntBuffer().put(values);
    return wrap(name, DataType.INT32, dims, raw.array());
  }

  public static TensorData ofInt8s(String name, long[] dims, byte... values) {
    return of(name, DataType.INT8, dims, values);
  }

  public static TensorData ofBools(String name, long[] dims, boolean... values) {
    byte[] raw = new byte[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (values[i] ? 1 : 0);
    }
    return wrap(name, DataType.BOOL, dims, raw);
  }

  public static TensorData ofStrings(String name, long[] dims, List<String> values) {
    return ofStringBytes(
        name, dims, values.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Strings as bytes, for those that are not UTF-8. */
  public static TensorData ofStringBytes(String name, long[] dims, List<byte[]> values) {
    byte[][] copies = values.stream().map(byte[]::clone).toArray(byte[][]::new);
    return new TensorData(name, DataType.STRING, dims, List.of(), copies, Extras.NONE);
  }

  /** Integers of any integer or boolean type, each kept to the type's bits. */
  public static TensorData ofIntegers(String name, DataType type, long[] dims, long... values) {
    return wrap(name, type, dims, Elements.packIntegers(type, values));
  }

  /** Floats rounded to nearest even to a narrower type, or widened to DOUBLE. */
  public static TensorData ofFloatsAs(String name, DataType type, long[] dims, float... values) {
    return wrap(name, type, dims, Elements.packFloats(type, values));
  }

  /** Raw content of a type of at most eight bits from the bits of its elements. */
  public static byte[] pack(DataType type, int... codes) {
    ByteBuffer raw = Elements.allocate(type, codes.length);
    for (int i = 0; i < codes.length; i++) {
      Elements.putBits(raw, type.bits(), i, codes[i]);
    }
    return raw.array();
  }

  private static ByteBuffer buffer(int count, int size) {
    return ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer view(ByteBuffer segment) {
    return segment.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  public String name() {
    return name;
  }

  public DataType type() {
    return type;
  }

  public long[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  public long elementCount() {
    return elementCount;
  }

  /** Bytes of raw content; 0 for strings. */
  public long byteSize() {
    return byteSize;
  }

  /** The raw content: little-endian, read-only views, each but the last of SEGMENT_BYTES. */
  public List<ByteBuffer> segments() {
    return segments.stream().map(TensorData::view).toList();
  }

  /**
   * The raw content in one little-endian, read-only buffer.
   *
   * @throws VernierException if it does not fit one; use {@link #segments()}
   */
  public ByteBuffer bytes() {
    requireArraySize(byteSize);
    if (segments.size() == 1) {
      return view(segments.get(0));
    }
    ByteBuffer joined = ByteBuffer.allocate((int) byteSize);
    segments().forEach(joined::put);
    return view(joined.flip());
  }

  private void requireArraySize(long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new VernierException(
          String.format(
              "tensor '%s': %s%s has %d bytes, more than one array holds (2 GB)",
              name, type, Arrays.toString(dims), byteSize));
    }
  }

  /**
   * The elements as floats: any floating point type, widened (DOUBLE is rounded).
   *
   * @throws VernierException if the type is not floating point
   */
  public float[] floats() {
    require(type.isFloatingPoint(), "floating point numbers");
    return Elements.floats(this, arraySize());
  }

  /** The elements as doubles: any number type; 64-bit integers are rounded. */
  public double[] doubles() {
    require(type.isFloatingPoint() || isIntegral(), "numbers");
    return Elements.doubles(this, arraySize());
  }

  /** The elements of an integer or boolean type; UINT64 keeps its bits. */
  public long[] longs() {
    require(isIntegral(), "integers");
    return Elements.longs(this, arraySize());
  }

  private boolean isIntegral() {
    return type.isInteger() || type == DataType.BOOL;
  }

  /** The elements of a STRING tensor, decoded as UTF-8. */
  public List<String> strings() {
    return stringBytes().stream().map(s -> new String(s, StandardCharsets.UTF_8)).toList();
  }

  /** The elements of a STRING tensor. */
  public List<byte[]> stringBytes() {
    require(type == DataType.STRING, "strings");
    return Arrays.stream(strings).map(byte[]::clone).toList();
  }

  private int arraySize() {
    requireArraySize(elementCount);
    return (int) elementCount;
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      throw new VernierException(
          "tensor '" + name + "': expected " + expected + ", but its element type is " + type);
    }
  }

  public TensorData withName(String newName) {
    return new TensorData(newName, type, dims, segments, strings, extras);
  }

  /** The same content in another shape of as many elements. */
  public TensorData withDims(long... newDims) {
    return new TensorData(name, type, newDims, segments, strings, extras);
  }

  /** Fields of the file that this class does not model, such as the tensor's description. */
  public Extras extras() {
    return extras;
  }

  public TensorData withExtras(Extras newExtras) {
    return new TensorData(name, type, dims, segments, strings, newExtras);
  }

  /** Whether type, shape and content are equal, whatever the names. */
  public boolean contentEquals(TensorData that) {
    return type == that.type
        && Arrays.equals(dims, that.dims)
        && segments.equals(that.segments)
        && Arrays.deepEquals(strings, that.strings);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData that
        && name.equals(that.name)
        && extras.equals(that.extras)
        && contentEquals(that);
  }

  /** Name, type and shape only: content may be gigabytes. */
  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + type.code()) + Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type + Arrays.toString(dims);
  }
}
