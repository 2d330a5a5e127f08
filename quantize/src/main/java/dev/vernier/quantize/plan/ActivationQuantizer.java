package dev.vernier.quantize.plan;

import dev.vernier.quantize.Range;
import java.util.List;
import java.util.Optional;

/**
 * One scale and zero point and the tensors that use it.
 *
 * @param name the tensor the quantizer is known by, unique in a plan
 * @param statistics the tensor whose observed values choose the range
 * @param placements where values are rounded, in graph order
 * @param fixedRange a range known from the operator, such as [0, 1] of Softmax, that needs no data
 * @param negativeSlope factor that the only reader applies to negative values (LeakyRelu), else 1;
 *     errors below zero matter by its square
 */
public record ActivationQuantizer(
    String name,
    String statistics,
    List<Placement> placements,
    Optional<Range> fixedRange,
    float negativeSlope) {

  public ActivationQuantizer {
    placements = List.copyOf(placements);
  }

  /** Names of the tensors that are rounded with this quantizer. */
  public List<String> tensors() {
    return placements.stream().map(Placement::tensor).toList();
  }
}
