package dev.vernier.quantize.range;

/** The single-precision sum of an array in the order in which numpy adds: pairwise above 128. */
final class PairwiseSum {

  private static final int BLOCK = 128;
  private static final int LANES = 8;

  private PairwiseSum() {}

  static float of(float[] values) {
    return of(values, 0, values.length);
  }

  private static float of(float[] values, int from, int size) {
    if (size > BLOCK) {
      int half = size / 2 - size / 2 % LANES;
      return of(values, from, half) + of(values, from + half, size - half);
    }
    float sum = 0;
    int done = 0;
    if (size >= LANES) {
      float[] lanes = new float[LANES];
      for (; done + LANES <= size; done += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
          lanes[lane] += values[from + done + lane];
        }
      }
      sum =
          ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
              + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; done < size; done++) {
      sum += values[from + done];
    }
    return sum;
  }
}
