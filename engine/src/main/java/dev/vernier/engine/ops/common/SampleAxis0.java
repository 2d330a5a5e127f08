package dev.vernier.engine.ops.common;

import dev.vernier.engine.TensorFact;
import java.util.List;

/**
 * Proofs that axis 0 of an output still counts samples. An input that does not carry the sample
 * axis is independent of the samples.
 */
public final class SampleAxis0 {
  private static final boolean[] NO = {false};
  private static final boolean[] YES = {true};

  private SampleAxis0() {}

  /** A single output that carries the axis or not. */
  public static boolean[] single(boolean carries) {
    return carries ? YES.clone() : NO.clone();
  }

  /**
   * Broadcasting operators: element [s, ...] of the output depends on elements [s, ...] of the
   * carrying inputs when these have the output's rank, and all other inputs are constants that
   * repeat along axis 0.
   */
  public static boolean broadcast(boolean[] carries, List<TensorFact> inputs, TensorFact output) {
    if (!output.hasDims() || output.rank() == 0) {
      return false;
    }
    boolean any = false;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != null) {
        if (!alignsOrRepeats(carries[i], inputs.get(i), output.rank())) {
          return false;
        }
        any |= carries[i];
      }
    }
    return any;
  }

  private static boolean alignsOrRepeats(boolean carries, TensorFact input, int rank) {
    if (!input.hasDims()) {
      return false;
    }
    boolean fullRank = input.rank() == rank;
    return carries ? fullRank : input.isConstant() && !(fullRank && input.dims()[0] != 1);
  }

  /** Input 0 carries the axis and every other present input is a constant. */
  public static boolean onlyFirst(boolean[] carries, List<TensorFact> inputs) {
    for (int i = 1; i < inputs.size(); i++) {
      if (carries[i] || (inputs.get(i) != null && !inputs.get(i).isConstant())) {
        return false;
      }
    }
    return !inputs.isEmpty() && carries[0];
  }

  /**
   * Input 0 carries the axis, every other input is a constant, and the operator keeps axis 0 in
   * place: for operators that work within each slice of axis 0 when {@code axis} is not 0.
   */
  public static boolean[] withinSlices(boolean[] carries, List<TensorFact> inputs, boolean within) {
    return single(within && onlyFirst(carries, inputs));
  }
}
