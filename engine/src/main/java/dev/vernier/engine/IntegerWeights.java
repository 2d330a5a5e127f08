package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Integer weights held in float tensors of the weights' own shape, in as many parts as exact float
 * sums need: the parts add up to the weights, and a part's sum of products stays below 2^24.
 *
 * @param parts each of the full shape, zero outside its share of the input channels
 * @param bias integer bias, or null
 * @param biasInProduct the bias as floats if it fits into the exact sum of a single part, else null
 */
record IntegerWeights(List<Tensor> parts, int[] bias, Tensor biasInProduct) {
  private static final long EXACT = 1L << 24;

  /** No constant weights: both operands come at run time. */
  static IntegerWeights none() {
    return new IntegerWeights(List.of(), null, null);
  }

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
   * @param largest largest magnitude of the other operand
   * @param bias integer bias or null
   * @param mayAddBias whether the float operator takes a bias
   */
  static IntegerWeights of(
      Tensor weights, int channelAxis, int splitAxis, int largest, int[] bias, boolean mayAddBias) {
    SliceSums sums = new SliceSums(weights, channelAxis, splitAxis);
    long[] extra = new long[sums.channels];
    for (int c = 0; c < extra.length; c++) {
      extra[c] = bias == null ? 0 : Math.abs((long) bias[c]);
    }
    if (mayAddBias && fits(sums.total(0, sums.slices), largest, extra)) {
      Tensor biasTensor = bias == null ? null : biasTensor(bias);
      return new IntegerWeights(List.of(weights), bias, biasTensor);
    }
    return new IntegerWeights(split(weights, sums, largest, splitAxis), bias, null);
  }

  private static Tensor biasTensor(int[] bias) {
    float[] values = new float[bias.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bias[i];
    }
    return Tensor.of(values, values.length);
  }

  private static boolean fits(long[] sums, int largest, long[] extra) {
    for (int c = 0; c < sums.length; c++) {
      if (sums[c] * largest + extra[c] > EXACT) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> split(Tensor weights, SliceSums sums, int largest, int splitAxis) {
    List<Tensor> parts = new ArrayList<>();
    long[] none = new long[sums.channels];
    int from = 0;
    while (from < sums.slices) {
      int to = from + 1;
      while (to < sums.slices && fits(sums.total(from, to + 1), largest, none)) {
        to++;
      }
      parts.add(masked(weights, splitAxis, from, to));
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

  /** Sums of |w| by output channel and slice of the split axis. */
  private static final class SliceSums {
    private final int channels;
    private final int slices;
    private final long[] sums;

    SliceSums(Tensor weights, int channelAxis, int splitAxis) {
      channels = weights.dim(channelAxis);
      slices = weights.dim(splitAxis);
      sums = new long[channels * slices];
      int[] strides = Dims.strides(weights.dims());
      for (int i = 0; i < weights.size(); i++) {
        int c = i / strides[channelAxis] % channels;
        int s = i / strides[splitAxis] % slices;
        sums[c * slices + s] += (long) Math.abs(weights.floats()[weights.offset() + i]);
      }
    }

    long[] total(int from, int to) {
      long[] total = new long[channels];
      for (int c = 0; c < channels; c++) {
        for (int s = from; s < to; s++) {
          total[c] += sums[c * slices + s];
        }
      }
      return total;
    }
  }
}
