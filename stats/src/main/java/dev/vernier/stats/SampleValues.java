package dev.vernier.stats;

/** One sample's values of one tensor, wherever and in whatever layout they are in memory. */
public interface SampleValues {
  /** Dimensions in logical order; their product is the number of values. */
  int[] dims();

  /** Visits every value once, in any order. */
  void forEachRun(RunConsumer consumer);

  /** Copies the values in logical (ONNX) order. */
  void copyTo(float[] target, int offset);
}
