package dev.vernier.quantize.export;

import dev.vernier.onnx.TensorData;

/** Exchanges the last two axes of a constant. */
final class Transposition {

  private Transposition() {}

  static TensorData of(TensorData constant) {
    long[] dims = constant.dims();
    int rows = (int) dims[dims.length - 2];
    int columns = (int) dims[dims.length - 1];
    float[] from = constant.floats();
    float[] to = new float[from.length];
    for (int start = 0; start < from.length; start += rows * columns) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          to[start + c * rows + r] = from[start + r * columns + c];
        }
      }
    }
    dims[dims.length - 2] = columns;
    dims[dims.length - 1] = rows;
    return TensorData.ofFloats(constant.name(), dims, to);
  }
}
