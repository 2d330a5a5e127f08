package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Integer weights held in float tensors, in as many parts as exact float sums need: the parts add
 * up to the weights, and a part's sum of products stays within 2^24 at every step.
 *
 * @param bias integer bias, or null
 * @param biasInProduct the bias as floats if it fits into the exact sum of a single part, else null
 */
record IntegerWeights(List<Part> parts, int[] bias, Tensor biasInProduct) {
  private static final long EXACT = 1L << 24;

  /**
   * Weights that meet the input channels [from, to): of these alone, or of all with zeros for the
   * others.
   */
  record Part(int from, int to, Tensor weights) {}

  /** Whether sums of parts, or the bias, have to be added as integers outside the product. */
  boolean sumsOutside() {
    return parts.size() > 1 || (bias != null && biasInProduct == null);
  }

  /**
   * Splits weights along the axis of input channels.
   *
   * @param weights integers in floats
   * @param channelAxis axis of output channels
   * @param splitAxis axis of input channels
   * @param sliced whether a part holds its own input channels alone; otherwise all, with zeros
   * @param in range of the other operand's codes
   * @param bias integer bias or null
   * @param mayAddBias whether the float operator takes a bias
   */
  static IntegerWeights of(
      Tensor weights,
      int channelAxis,
      int splitAxis,
      boolean sliced,
      CodeRange in,
      int[] bias,
      boolean mayAddBias) {
    SliceSums sums = new SliceSums(weights, channelAxis, splitAxis, in);
    if (mayAddBias && sums.fit(0, sums.slices, bias)) {
      Part all = new Part(0, sums.slices, weights);
      return new IntegerWeights(List.of(all), bias, bias == null ? null : biasTensor(bias));
    }
    return new IntegerWeights(split(weights, sums, splitAxis, sliced), bias, null);
  }

  private static Tensor biasTensor(int[] bias) {
    float[] values = new float[bias.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bias[i];
    }
    return Tensor.of(values, values.length);
  }

  private static List<Part> split(Tensor weights, SliceSums sums, int splitAxis, boolean sliced) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < sums.slices) {
      int to = from + 1;
      while (to < sums.slices && sums.fit(from, to + 1, null)) {
        to++;
      }
      parts.add(
          sliced
              ? new Part(from, to, sliced(weights, splitAxis, from, to))
              : new Part(0, sums.slices, masked(weights, splitAxis, from, to)));
      from = to;
    }
    return parts;
  }

  private static Tensor masked(Tensor weights, int axis, int from, int to) {
    Tensor part = Tensor.allocate(weights.type(), weights.dims());
    int inner = Dims.strides(weights.dims())[axis];
    for (int i = 0; i < weights.size(); i++) {
      int slice = i / inner % weights.dim(axis);
      part.floats()[i] = slice >= from && slice < to ? weights.floats()[i] : 0;
    }
    return part;
  }

  private static Tensor sliced(Tensor weights, int axis, int from, int to) {
    int[] dims = weights.dims();
    int inner = Dims.strides(dims)[axis];
    int outer = weights.size() / inner / dims[axis];
    int length = dims[axis];
    dims[axis] = to - from;
    Tensor part = Tensor.allocate(weights.type(), dims);
    slice(weights.floats(), weights.offset(), outer, length, inner, from, to, part.floats());
    return part;
  }

  /** y = the slices [from, to) of x, which is outer by length by inner elements. */
  static void slice(
      float[] x, int xo, int outer, int length, int inner, int from, int to, float[] y) {
    int run = (to - from) * inner;
    for (int o = 0; o < outer; o++) {
      System.arraycopy(x, xo + (o * length + from) * inner, y, o * run, run);
    }
  }

  /** Sums of positive and of negative weights by output channel and slice of the split axis. */
  private static final class SliceSums {
    private final int channels;
    private final int slices;
    private final long[] positive;
    private final long[] negative;
    private final CodeRange in;

    SliceSums(Tensor weights, int channelAxis, int splitAxis, CodeRange in) {
      channels = weights.dim(channelAxis);
      slices = weights.dim(splitAxis);
      this.in = in;
      positive = new long[channels * slices];
      negative = new long[channels * slices];
      int[] strides = Dims.strides(weights.dims());
      for (int i = 0; i < weights.size(); i++) {
        int c = i / strides[channelAxis] % channels;
        int s = i / strides[splitAxis] % slices;
        long w = (long) weights.floats()[weights.offset() + i];
        positive[c * slices + s] += Math.max(w, 0);
        negative[c * slices + s] += Math.max(-w, 0);
      }
    }

    /** Whether every partial sum over slices [from, to), begun with the bias, stays exact. */
    boolean fit(int from, int to, int[] bias) {
      for (int c = 0; c < channels; c++) {
        long p = 0;
        long n = 0;
        for (int s = from; s < to; s++) {
          p += positive[c * slices + s];
          n += negative[c * slices + s];
        }
        long start = bias == null ? 0 : bias[c];
        if (start + in.largestSum(p, n) > EXACT || in.largestSum(n, p) - start > EXACT) {
          return false;
        }
      }
      return true;
    }
  }
}
