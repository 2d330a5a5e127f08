package dev.vernier.it.hostile;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/** Tensors of any type with contents that suit many operators, or none. */
final class Content {
  private Content() {}

  /** Raw content of {@code count} elements. */
  static byte[] raw(DataType type, long count, SplittableRandom random) {
    boolean tame = random.nextInt(3) > 0;
    ByteBuffer raw = ByteBuffer.allocate((int) type.byteSize(count)).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT -> fill(raw, () -> raw.putFloat(number(random, tame)));
      case DOUBLE -> fill(raw, () -> raw.putDouble(number(random, tame)));
      case INT64, UINT64 -> fill(raw, () -> raw.putLong(integer(random, tame)));
      case INT32, UINT32 -> fill(raw, () -> raw.putInt((int) integer(random, tame)));
      case INT16, UINT16 -> fill(raw, () -> raw.putShort((short) integer(random, tame)));
      case FLOAT16 -> fill(raw, () -> raw.putShort((short) (0x3c00 + random.nextInt(900))));
      case BOOL -> fill(raw, () -> raw.put((byte) random.nextInt(2)));
      default -> fill(raw, () -> raw.put((byte) integer(random, tame)));
    }
    return raw.array();
  }

  private static void fill(ByteBuffer raw, Runnable put) {
    while (raw.hasRemaining()) {
      put.run();
    }
  }

  private static long integer(SplittableRandom random, boolean tame) {
    return tame ? random.nextInt(-2, 5) : Absurd.integer(random);
  }

  private static float number(SplittableRandom random, boolean tame) {
    return tame || random.nextInt(4) > 0 ? (float) random.nextDouble(-2, 2) : Absurd.number(random);
  }

  /** A tensor of a type that has raw content. */
  static TensorData tensor(String name, DataType type, long[] dims, SplittableRandom random) {
    long count = TensorData.elementCount(name, dims);
    if (type == DataType.STRING || type == DataType.UNDEFINED) {
      return TensorData.ofFloats(name, new long[] {1}, 1);
    }
    return TensorData.ofSegments(
        name, type, dims, List.of(ByteBuffer.wrap(raw(type, count, random))));
  }
}
