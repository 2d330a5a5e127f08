package dev.vernier.engine.ops.nn;

/**
 * How one axis is resampled: output index i is the sum over t of weight[i][t] times the input at
 * index[i][t]; an index of -1 stands for the extrapolation value.
 */
final class AxisResampling {
  private final int[][] index;
  private final float[][] weight;

  AxisResampling(int outputs) {
    index = new int[outputs][];
    weight = new float[outputs][];
  }

  /** Sets output i to one input element. */
  void copy(int i, int source) {
    index[i] = new int[] {source};
    weight[i] = new float[] {1};
  }

  /** Sets output i to a weighted sum, weights normalised to 1. */
  void sum(int i, int[] sources, double[] weights) {
    double total = 0;
    for (double w : weights) {
      total += w;
    }
    index[i] = sources;
    weight[i] = new float[weights.length];
    for (int t = 0; t < weights.length; t++) {
      weight[i][t] = (float) (weights[t] / total);
    }
  }

  int outputs() {
    return index.length;
  }

  /** Whether the axis passes unchanged. */
  boolean identity(int inputs) {
    boolean same = inputs == index.length;
    for (int i = 0; same && i < index.length; i++) {
      same = index[i].length == 1 && index[i][0] == i;
    }
    return same;
  }

  /** Resamples the middle axis of a dense outer x inputs x inner array. */
  void apply(float[] x, int xo, int outer, int inputs, int inner, float[] y, float outside) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < index.length; i++) {
        int to = (o * index.length + i) * inner;
        for (int j = 0; j < inner; j++) {
          float sum = 0;
          for (int t = 0; t < index[i].length; t++) {
            int from = index[i][t];
            float value = from < 0 ? outside : x[xo + (o * inputs + from) * inner + j];
            sum = Math.fma(weight[i][t], value, sum);
          }
          y[to + j] = sum;
        }
      }
    }
  }

  /** The input index of every output when each is a copy. */
  int source(int output) {
    return index[output][0];
  }
}
