package dev.vernier.pipeline.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signal and noise of one sample, tensor by tensor. Not thread-safe. */
public final class TensorPairs {
  private final Map<String, List<Integer>> positions = new HashMap<>();
  private final List<String> names;
  private final double[] values;

  /** For pairs of a floating-point tensor and the candidate's tensor that stands for it. */
  public TensorPairs(Map<String, String> pairs) {
    names = List.copyOf(pairs.keySet());
    values = new double[TensorSqnr.SUMS * names.size()];
    // A pair that never comes to be compared must not look free of noise.
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < names.size(); i++) {
      positions.merge(pairs.get(names.get(i)), List.of(i), TensorPairs::joined);
    }
  }

  private static List<Integer> joined(List<Integer> a, List<Integer> b) {
    return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
  }

  /** Compares what a tensor of the candidate holds with what it stands for. */
  public void add(String tensor, Map<String, float[]> expected, float[] actual) {
    for (int i : positions.get(tensor)) {
      float[] reference = expected.get(names.get(i));
      if (reference != null && reference.length == actual.length) {
        double[] sums = Sqnr.sums(reference, actual, actual.length);
        System.arraycopy(sums, 0, values, TensorSqnr.SUMS * i, TensorSqnr.SUMS);
      }
    }
  }

  /** Signal, noise and dot product of pair i from 3i on; NaN where there was nothing to compare. */
  public double[] values() {
    return values.clone();
  }
}
