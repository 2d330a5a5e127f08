package dev.vernier.pipeline.control;

import java.util.ArrayList;
import java.util.List;

/**
 * How a candidate is made: the job's settings with some overridden, and operators left in floating
 * point.
 *
 * @param overrides {@code key=value} over the job's configuration
 * @param reverted operators left in floating point, each by its first output
 */
public record Recipe(List<String> overrides, List<String> reverted) {
  /** The job as it is. */
  public static final Recipe PLAIN = new Recipe(List.of(), List.of());

  /** Copies the lists. */
  public Recipe {
    overrides = List.copyOf(overrides);
    reverted = List.copyOf(reverted);
  }

  /** The recipe with these operators left in floating point. */
  public Recipe reverting(List<String> operators) {
    return new Recipe(overrides, operators);
  }

  /** The recipe with one more operator left in floating point. */
  Recipe alsoReverting(String operator) {
    List<String> more = new ArrayList<>(reverted);
    more.add(operator);
    return reverting(more);
  }

  /** The recipe with one operator quantized again. */
  Recipe restoring(String operator) {
    return reverting(reverted.stream().filter(o -> !o.equals(operator)).toList());
  }

  /** What it changes, in words. */
  public String describe() {
    List<String> parts = new ArrayList<>(overrides);
    if (!reverted.isEmpty()) {
      parts.add("float: " + String.join(", ", reverted));
    }
    return parts.isEmpty() ? "as configured" : String.join("; ", parts);
  }
}
