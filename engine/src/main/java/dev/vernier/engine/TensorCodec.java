package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Between a model's little-endian tensor bytes and the engine's arrays. */
final class TensorCodec {
  private TensorCodec() {}

  static Tensor decode(TensorData data) {
    Tensor tensor = NodeEvaluation.named("tensor '" + data.name() + "'", () -> allocate(data));
    ByteBuffer bytes = data.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    requireBytes(data, tensor.size(), bytes.remaining());
    fill(tensor, bytes);
    return tensor;
  }

  private static Tensor allocate(TensorData data) {
    if (data.type() == DataType.STRING) {
      throw new IllegalArgumentException("string tensors are not supported by the executor");
    }
    TensorFact fact = TensorFact.of(data.type(), Dims.ofLongs(data.dims()));
    Limits.defaults().requireMemory(NodeEvaluation.bytes(fact), 0, "its content");
    return Tensor.allocate(fact.type(), fact.dims());
  }

  private static void requireBytes(TensorData data, int size, int bytes) {
    long expected = (size * (long) data.type().bits() + 7) / 8;
    if (bytes < expected) {
      throw new VernierException(
          "tensor '"
              + data.name()
              + "' of "
              + size
              + " elements of type "
              + data.type()
              + ": expected "
              + expected
              + " bytes, found "
              + bytes);
    }
  }

  private static void fill(Tensor tensor, ByteBuffer bytes) {
    switch (Storage.of(tensor.type())) {
      case FLOATS -> bytes.asFloatBuffer().get(tensor.floats(), 0, tensor.size());
      case DOUBLES -> bytes.asDoubleBuffer().get(tensor.doubles(), 0, tensor.size());
      case LONGS -> bytes.asLongBuffer().get(tensor.longs(), 0, tensor.size());
      case INTS -> bytes.asIntBuffer().get(tensor.ints(), 0, tensor.size());
      case SHORTS -> bytes.asShortBuffer().get(tensor.shorts(), 0, tensor.size());
      case BYTES -> fillBytes(tensor, bytes);
      case STRINGS -> throw new IllegalStateException("strings have no bytes");
    }
  }

  private static void fillBytes(Tensor tensor, ByteBuffer bytes) {
    int bits = tensor.type().bits();
    if (bits == 8) {
      bytes.get(tensor.bytes(), 0, tensor.size());
      return;
    }
    DataType type = tensor.type();
    int signBit = type.isInteger() && type.isSigned() ? 1 << bits - 1 : 0;
    for (int i = 0; i < tensor.size(); i++) {
      int code = field(bytes, bits, i);
      tensor.bytes()[i] = (byte) ((code ^ signBit) - signBit);
    }
  }

  /** Elements follow each other without gap from the lowest bit of each byte on. */
  private static int field(ByteBuffer bytes, int bits, int i) {
    long at = (long) i * bits;
    int first = bytes.position() + (int) (at >> 3);
    int shift = (int) (at & 7);
    int window = bytes.get(first) & 0xff;
    if (shift + bits > 8) {
      window |= (bytes.get(first + 1) & 0xff) << 8;
    }
    return window >> shift & (1 << bits) - 1;
  }

  static TensorData encode(Tensor tensor, String name) {
    int bits = tensor.type().bits();
    ByteBuffer out =
        ByteBuffer.allocate((int) ((tensor.size() * (long) bits + 7) / 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    drain(tensor, bits, out);
    long[] dims = new long[tensor.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = tensor.dim(i);
    }
    return TensorData.of(name, tensor.type(), dims, out.array());
  }

  private static void drain(Tensor tensor, int bits, ByteBuffer out) {
    int offset = tensor.offset();
    int size = tensor.size();
    switch (Storage.of(tensor.type())) {
      case FLOATS -> out.asFloatBuffer().put(tensor.floats(), offset, size);
      case DOUBLES -> out.asDoubleBuffer().put(tensor.doubles(), offset, size);
      case LONGS -> out.asLongBuffer().put(tensor.longs(), offset, size);
      case INTS -> out.asIntBuffer().put(tensor.ints(), offset, size);
      case SHORTS -> out.asShortBuffer().put(tensor.shorts(), offset, size);
      case BYTES -> drainBytes(tensor, bits, out.array());
      case STRINGS ->
          throw new VernierException("string tensors are not supported by the executor");
    }
  }

  private static void drainBytes(Tensor tensor, int bits, byte[] out) {
    int mask = (1 << bits) - 1;
    for (int i = 0; i < tensor.size(); i++) {
      int code = tensor.bytes()[tensor.offset() + i] & mask;
      long at = (long) i * bits;
      int first = (int) (at >> 3);
      int shift = (int) (at & 7);
      out[first] |= (byte) (code << shift);
      if (shift + bits > 8) {
        out[first + 1] |= (byte) (code >> 8 - shift);
      }
    }
  }
}
