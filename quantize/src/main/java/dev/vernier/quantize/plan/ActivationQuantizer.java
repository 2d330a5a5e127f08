package dev.vernier.quantize.plan;

import dev.vernier.quantize.ActivationFormat;
import java.util.List;

/**
 * One scale and zero point and the tensors that use it.
 *
 * @param name the tensor the quantizer is known by, unique in a plan
 * @param statistics the tensor whose observed values choose the range
 * @param joined further tensors that share the quantizer: the range holds that of each
 * @param placements where values are rounded, in graph order
 * @param negativeSlope factor that the only reader applies to negative values (LeakyRelu), else 1;
 *     errors below zero matter by its square
 */
public record ActivationQuantizer(
    String name,
    String statistics,
    List<String> joined,
    List<Placement> placements,
    ActivationFormat format,
    RangeRule rule,
    float negativeSlope) {

  public ActivationQuantizer {
    joined = List.copyOf(joined);
    placements = List.copyOf(placements);
  }

  /** The same quantizer with the statistics of other tensors. */
  ActivationQuantizer withStatistics(String tensor, List<String> others) {
    return new ActivationQuantizer(name, tensor, others, placements, format, rule, negativeSlope);
  }

  /** Whether the range is known without data. */
  public boolean isFixed() {
    return !(rule instanceof RangeRule.Observed);
  }

  /** Names of the tensors that are rounded with this quantizer. */
  public List<String> tensors() {
    return placements.stream().map(Placement::tensor).toList();
  }
}
