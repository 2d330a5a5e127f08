package dev.vernier.engine;

import java.util.Map;

/**
 * What was proven of every tensor's dependence on the samples of a batch.
 *
 * @param tensors status by tensor name
 * @param batchable true if samples may be stacked along axis 0 of every input without changing any
 *     result: all inputs have a free first dimension and no tensor is UNKNOWN
 */
public record SampleAxis(Map<String, Status> tensors, boolean batchable) {
  /** The status of one tensor. */
  public enum Status {
    /** Slice s along axis 0 belongs to sample s alone. */
    PROVEN,
    /** The same in every run. */
    CONSTANT,
    /** Neither could be proven. */
    UNKNOWN
  }

  /** Status of a tensor; UNKNOWN if it was never seen. */
  public Status of(String tensor) {
    return tensors.getOrDefault(tensor, Status.UNKNOWN);
  }
}
