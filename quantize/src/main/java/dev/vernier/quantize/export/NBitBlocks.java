package dev.vernier.quantize.export;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.IntegerRange;

/**
 * A matrix of N rows of K codes in the layout of MatMulNBits: for each row its blocks, each of
 * {@code block_size * bits / 8} bytes, codes unsigned and packed from the low bits up, the last
 * block filled up; a scale a block; zero points packed likewise, each row from a byte on. Source:
 * ONNX Runtime's docs/ContribOperators.md.
 *
 * @param codes of blocks along the rows
 * @param dims N and K
 */
record NBitBlocks(WeightCodes codes, long[] dims) {

  private int bits() {
    return codes.format().type().bits();
  }

  /** What makes signed codes unsigned: the middle of the type. */
  private int offset() {
    return -IntegerRange.full(codes.format().type()).min();
  }

  private int rows() {
    return (int) dims[0];
  }

  private int blocks() {
    int size = codes.grid().blockSize();
    return (int) ((dims[1] + size - 1) / size);
  }

  TensorData weights(String name) {
    int size = codes.grid().blockSize();
    int columns = (int) dims[1];
    int bytesARow = blocks() * size * bits() / 8;
    byte[] packed = new byte[rows() * bytesARow];
    for (int row = 0; row < rows(); row++) {
      for (int k = 0; k < blocks() * size; k++) {
        boolean filling = k >= columns;
        int code =
            filling
                ? codes.zeroPoints()[row * blocks() + k / size]
                : codes.codes()[row * columns + k];
        put(packed, row * bytesARow, k, code + offset());
      }
    }
    long[] shape = {rows(), blocks(), (long) size * bits() / 8};
    return TensorData.of(name, DataType.UINT8, shape, packed);
  }

  /** Adds the low bits of a value at an index of a packed row. */
  private void put(byte[] packed, int start, int index, int value) {
    int bit = index * bits();
    packed[start + bit / 8] |= (byte) ((value & ((1 << bits()) - 1)) << (bit % 8));
  }

  TensorData scales(String name) {
    return codes.scales(name).withDims((long) rows() * blocks());
  }

  TensorData zeroPoints(String name) {
    int bytesARow = (blocks() * bits() + 7) / 8;
    byte[] packed = new byte[rows() * bytesARow];
    for (int row = 0; row < rows(); row++) {
      for (int b = 0; b < blocks(); b++) {
        put(packed, row * bytesARow, b, codes.zeroPoints()[row * blocks() + b] + offset());
      }
    }
    return TensorData.of(name, DataType.UINT8, new long[] {packed.length}, packed);
  }
}
