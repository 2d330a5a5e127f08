package dev.vernier.pipeline.refine;

/**
 * Goes through a layer's positions, those of a group in all samples, block by block. Where there
 * are more than are needed, hashes choose, evenly over each sample.
 */
final class PositionBlocks {
  /**
   * Positions of all samples together that are looked at, at the most. Neighbouring positions are
   * alike, so more would cost time and tell little.
   */
  private static final int MOST_POSITIONS = 8192;

  /** Positions in a block, which bounds what a block takes. */
  static final int BLOCK = 64;

  private final LayerShape shape;
  private final LayerSamples samples;
  private final int group;

  PositionBlocks(LayerShape shape, LayerSamples samples, int group) {
    this.shape = shape;
    this.samples = samples;
    this.group = group;
  }

  /** What receives a block. */
  interface Visitor {
    /**
     * Takes positions of one sample; the arrays may be overwritten.
     *
     * @param x inputs of each position, one after the other
     * @param y outputs wanted, likewise
     */
    void accept(int sample, double[] x, double[] y, int count);
  }

  /** Visits all blocks, sample by sample. */
  void forEach(Visitor visitor) {
    double[] x = new double[BLOCK * shape.inputs()];
    double[] y = new double[BLOCK * shape.outputs()];
    int most = Math.max(1, MOST_POSITIONS / samples.count());
    for (int s = 0; s < samples.count(); s++) {
      LayerPositions positions =
          new LayerPositions(shape, group, samples.codes(s), samples.zero(), samples.wanted(s));
      int count = Math.min(most, positions.count());
      for (int from = 0; from < count; from += BLOCK) {
        int size = Math.min(BLOCK, count - from);
        for (int k = 0; k < size; k++) {
          int position = position(s, from + k, count, positions.count());
          positions.inputs(position, x, k * shape.inputs());
          positions.outputs(position, y, k * shape.outputs());
        }
        visitor.accept(s, x, y, size);
      }
    }
  }

  /** The k-th of {@code count} positions chosen: one of the k-th of as many equal parts. */
  static int position(int sample, int k, int count, int all) {
    long from = (long) k * all / count;
    long width = (long) (k + 1) * all / count - from;
    return (int) (from + Long.remainderUnsigned(mixed(((long) sample << 32) + k), width));
  }

  /** SplitMix64's function of a number, whose bits depend on all of the number's. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
