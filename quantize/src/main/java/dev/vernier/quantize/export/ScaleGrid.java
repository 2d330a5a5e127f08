package dev.vernier.quantize.export;

/**
 * Which scale each element of a row-major constant has. The content is seen as outer times channels
 * times inner, and {@code blockSize} neighbouring channels share a scale.
 *
 * @param scaleDims shape of the tensor of scales
 */
record ScaleGrid(int outer, int channels, int inner, int blockSize, long[] scaleDims) {

  /** What is done with an element and its scale. */
  interface Visitor {
    void visit(int element, int scale);
  }

  /**
   * The grid of a constant.
   *
   * @param axis the axis with a scale an index, or -1 for one scale
   * @param blockSize 0, or how many indices of the axis share a scale; every index of the other
   *     axes then has scales of its own
   */
  static ScaleGrid of(long[] dims, int axis, int blockSize) {
    if (axis < 0) {
      int size = product(dims, 0, dims.length);
      return new ScaleGrid(1, 1, size, 0, new long[0]);
    }
    int outer = product(dims, 0, axis);
    int inner = product(dims, axis + 1, dims.length);
    if (blockSize == 0) {
      return new ScaleGrid(outer, (int) dims[axis], inner, 0, new long[] {dims[axis]});
    }
    long[] scaleDims = dims.clone();
    scaleDims[axis] = (dims[axis] + blockSize - 1) / blockSize;
    return new ScaleGrid(outer, (int) dims[axis], inner, blockSize, scaleDims);
  }

  private static int product(long[] dims, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= dims[i];
    }
    return Math.toIntExact(product);
  }

  /** Number of scales. */
  int count() {
    return blockSize == 0 ? channels : outer * blocks() * inner;
  }

  private int blocks() {
    return (channels + blockSize - 1) / blockSize;
  }

  /** Visits every element in order. */
  void forEach(Visitor visitor) {
    int element = 0;
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < channels; c++) {
        int first = blockSize == 0 ? c : (o * blocks() + c / blockSize) * inner;
        for (int i = 0; i < inner; i++) {
          visitor.visit(element++, blockSize == 0 ? first : first + i);
        }
      }
    }
  }
}
