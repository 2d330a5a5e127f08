package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dense row-major value of one ONNX type: {@link #size()} elements of {@link #array()} from
 * {@link #offset()} on.
 *
 * <p>Storage by type: FLOAT float[]; DOUBLE double[]; INT64, UINT64 long[]; INT32, UINT32 int[];
 * INT16, UINT16, FLOAT16, BFLOAT16 short[]; STRING String[]; every type of 8 bits or fewer byte[],
 * one element a byte (integers sign- or zero-extended, floating point types their code in the low
 * bits). Type, shape and storage are fixed; the elements may be written.
 */
public final class Tensor implements Value {
  private final DataType type;
  private final int[] dims;
  private final int size;
  private final Object array;
  private final int offset;

  private Tensor(DataType type, Object array, int offset, int[] dims) {
    this.type = type;
    this.array = array;
    this.offset = offset;
    this.dims = dims;
    this.size = Dims.size(dims);
  }

  /** A FLOAT tensor over the given array. */
  public static Tensor of(float[] data, int... dims) {
    return wrap(DataType.FLOAT, data, 0, dims);
  }

  /** A DOUBLE tensor over the given array. */
  public static Tensor of(double[] data, int... dims) {
    return wrap(DataType.DOUBLE, data, 0, dims);
  }

  /** An INT64 tensor over the given array. */
  public static Tensor of(long[] data, int... dims) {
    return wrap(DataType.INT64, data, 0, dims);
  }

  /** An INT32 tensor over the given array. */
  public static Tensor of(int[] data, int... dims) {
    return wrap(DataType.INT32, data, 0, dims);
  }

  /** A BOOL tensor with new storage. */
  public static Tensor of(boolean[] data, int... dims) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) (data[i] ? 1 : 0);
    }
    return wrap(DataType.BOOL, bytes, 0, dims);
  }

  /** A scalar (rank 0) INT64 tensor. */
  public static Tensor scalar(long value) {
    return of(new long[] {value});
  }

  /** A scalar (rank 0) FLOAT tensor. */
  public static Tensor scalar(float value) {
    return of(new float[] {value});
  }

  /** A tensor of zeros. */
  public static Tensor allocate(DataType type, int... dims) {
    return wrap(type, Storage.of(type).allocate(Dims.size(dims)), 0, dims);
  }

  /** A tensor over existing storage; the array must have the type's storage class and room. */
  public static Tensor wrap(DataType type, Object array, int offset, int... dims) {
    Storage storage = Storage.of(type);
    int length = storage.length(array);
    if (offset < 0 || (long) offset + Dims.size(dims) > length) {
      throw new IllegalArgumentException(
          "tensor "
              + type
              + Dims.text(dims)
              + " at offset "
              + offset
              + " exceeds its array of "
              + length
              + " elements");
    }
    return new Tensor(type, array, offset, dims.clone());
  }

  /** Decodes a model's tensor into new storage. */
  public static Tensor from(TensorData data) {
    return TensorCodec.decode(data);
  }

  /** Encodes this tensor as a model's tensor. */
  public TensorData toTensorData(String name) {
    return TensorCodec.encode(this, name);
  }

  public DataType type() {
    return type;
  }

  /** The dimensions, as a new array. */
  public int[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  /** Dimension {@code axis}, counted from the end if negative. */
  public int dim(int axis) {
    int at = axis < 0 ? axis + dims.length : axis;
    if (at < 0 || at >= dims.length) {
      throw new IllegalArgumentException(
          "a tensor of shape " + Dims.text(dims) + " has no dimension " + axis);
    }
    return dims[at];
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Index in {@link #array()} of the first element. */
  public int offset() {
    return offset;
  }

  /** The storage array, of the class that the type prescribes. */
  public Object array() {
    return array;
  }

  /** The storage array of a FLOAT tensor. */
  public float[] floats() {
    return (float[]) array;
  }

  /** The storage array of a DOUBLE tensor. */
  public double[] doubles() {
    return (double[]) array;
  }

  /** The storage array of a 64-bit integer tensor. */
  public long[] longs() {
    return (long[]) array;
  }

  /** The storage array of a 32-bit integer tensor. */
  public int[] ints() {
    return (int[]) array;
  }

  /** The storage array of a 16-bit tensor. */
  public short[] shorts() {
    return (short[]) array;
  }

  /** The storage array of a tensor of at most 8 bits an element. */
  public byte[] bytes() {
    return (byte[]) array;
  }

  /** The storage array of a STRING tensor. */
  public String[] strings() {
    return (String[]) array;
  }

  /** The same elements under another shape of equal size; storage is shared. */
  public Tensor reshaped(int... newDims) {
    if (Dims.size(newDims) != size) {
      throw new IllegalArgumentException(
          "cannot view " + Dims.text(dims) + " as " + Dims.text(newDims));
    }
    return new Tensor(type, array, offset, newDims.clone());
  }

  @Override
  public Tensor copy() {
    Tensor copy = allocate(type, dims);
    copy.set(this);
    return copy;
  }

  /** Overwrites all elements with those of a tensor of equal type and size. */
  public void set(Tensor source) {
    if (source.type != type || source.size != size) {
      throw new IllegalArgumentException("cannot copy " + source + " into " + this);
    }
    System.arraycopy(source.array, source.offset, array, offset, size);
  }

  /** Element at logical index {@code i} of an integer or boolean tensor, unsigned types widened. */
  public long longAt(int i) {
    // Tensors share arrays, whose own bounds would not show an index that is too large.
    Objects.checkIndex(i, size);
    return Storage.of(type).longAt(type, array, offset + i);
  }

  /** Element at logical index {@code i} of a numeric tensor. */
  public double doubleAt(int i) {
    Objects.checkIndex(i, size);
    return Storage.of(type).doubleAt(type, array, offset + i);
  }

  /** Stores an integer, truncated to the type's width. */
  public void setLong(int i, long value) {
    Objects.checkIndex(i, size);
    Storage.of(type).setLong(type, array, offset + i, value);
  }

  /**
   * Stores a number, rounded to the type if floating-point (saturating if of 8 bits or fewer),
   * truncated if integer.
   */
  public void setDouble(int i, double value) {
    Objects.checkIndex(i, size);
    Storage.of(type).setDouble(type, array, offset + i, value);
  }

  /** All elements of an integer tensor, widened; a new array. */
  public long[] toLongs() {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = longAt(i);
    }
    return values;
  }

  /** All elements of a numeric tensor as floats; a new array. */
  public float[] toFloats() {
    if (type == DataType.FLOAT) {
      return Arrays.copyOfRange(floats(), offset, offset + size);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) doubleAt(i);
    }
    return values;
  }

  @Override
  public long byteSize() {
    return (long) size * Storage.of(type).width();
  }

  @Override
  public Tensor tensor() {
    return this;
  }

  int[] dimsInternal() {
    return dims;
  }

  @Override
  public String toString() {
    return type + Dims.text(dims);
  }
}
