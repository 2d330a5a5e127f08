package dev.vernier.engine;

/**
 * A FLOAT tensor in memory, whatever its layout, without halo or channel padding.
 *
 * <p>At batch 1 the tensor is one sample whole; in a batch, sample {@code s} is slice {@code s} of
 * a tensor proven to carry the sample axis (see {@link SampleAxis}).
 */
public interface TensorView {
  /** Number of samples in the tensor. */
  int samples();

  /** Logical (ONNX) dimensions of the whole tensor; a new array. */
  int[] dims();

  /** Elements of one sample. */
  int sampleSize();

  /** True if runs hold pixels with their channels adjacent; false if in logical (ONNX) order. */
  boolean channelsLast();

  /**
   * Passes every element of a sample exactly once, in memory order. A run of a channels-last view
   * is a whole number of pixels, all {@code dims()[1]} channels each.
   */
  void forEachRun(int sample, RunConsumer consumer);

  /** Copies a sample's elements to {@code dense} from {@code offset} on, in logical order. */
  void copyTo(int sample, float[] dense, int offset);
}
