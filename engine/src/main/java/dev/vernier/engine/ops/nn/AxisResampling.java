package dev.vernier.engine.ops.nn;

import dev.vernier.kernels.Kernels;

/**
 * How one axis is resampled: output index i is the sum over t of weight[i][t] times the input at
 * index[i][t]; an index of -1 stands for the extrapolation value.
 */
final class AxisResampling {
  private final int[][] index;
  private final float[][] weight;
  private int[] sources;
  private float[] weights;

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
  void apply(
      Kernels kernels,
      float[] x,
      int xo,
      int outer,
      int inputs,
      int inner,
      float[] y,
      int yo,
      float outside) {
    if (index.length == 0 || !isRegular()) {
      anyhow(x, xo, outer, inputs, inner, y, yo, outside);
      return;
    }
    if (sources == null) {
      flatten();
    }
    for (int o = 0; o < outer; o++) {
      int from = xo + o * inputs * inner;
      int to = yo + o * index.length * inner;
      if (inner == 1) {
        elements(x, from, y, to);
      } else {
        rows(kernels, x, from, inner, y, to);
      }
    }
  }

  /** Whether every output mixes equally many elements, all of them within the input. */
  private boolean isRegular() {
    for (int[] sources : index) {
      boolean inside = sources.length == index[0].length;
      for (int source : sources) {
        inside &= source >= 0;
      }
      if (!inside) {
        return false;
      }
    }
    return true;
  }

  private void rows(Kernels kernels, float[] x, int xo, int inner, float[] y, int yo) {
    for (int i = 0; i < index.length; i++) {
      int to = yo + i * inner;
      kernels.scaleShiftScalar(x, xo + index[i][0] * inner, weight[i][0], 0f, y, to, inner);
      for (int t = 1; t < index[i].length; t++) {
        kernels.addScaled(x, xo + index[i][t] * inner, weight[i][t], y, to, inner);
      }
    }
  }

  /** Term by term for all outputs, which keeps the order within each. */
  private void elements(float[] x, int xo, float[] y, int yo) {
    int terms = index[0].length;
    for (int i = 0; i < index.length; i++) {
      y[yo + i] = Math.fma(weights[i], x[xo + sources[i]], 0f);
    }
    for (int t = 1; t < terms; t++) {
      int from = t * index.length;
      for (int i = 0; i < index.length; i++) {
        y[yo + i] = Math.fma(weights[from + i], x[xo + sources[from + i]], y[yo + i]);
      }
    }
  }

  /** Sources and weights of regular mixing, the first terms of all outputs first. */
  private void flatten() {
    int terms = index[0].length;
    sources = new int[terms * index.length];
    weights = new float[terms * index.length];
    for (int i = 0; i < index.length; i++) {
      for (int t = 0; t < terms; t++) {
        sources[t * index.length + i] = index[i][t];
        weights[t * index.length + i] = weight[i][t];
      }
    }
  }

  private void anyhow(
      float[] x, int xo, int outer, int inputs, int inner, float[] y, int yo, float outside) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < index.length; i++) {
        int to = yo + (o * index.length + i) * inner;
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
