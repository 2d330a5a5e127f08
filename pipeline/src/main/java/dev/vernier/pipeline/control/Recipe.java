package dev.vernier.pipeline.control;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a candidate is made: the job's settings with some overridden, operators whose activations
 * have 16 bits, and operators left in floating point.
 *
 * @param overrides {@code key=value} over the job's configuration
 * @param raised operators that read and write 16 bits, each by its first output
 * @param reverted operators left in floating point, likewise; none of them is raised
 */
public record Recipe(List<String> overrides, List<String> raised, List<String> reverted) {
  /** The job as it is. */
  public static final Recipe PLAIN = of(List.of());

  /** Fewest reverted operators first, of as many the fewest raised ones. */
  static final Comparator<Recipe> CHEAPEST =
      Comparator.<Recipe>comparingInt(recipe -> recipe.reverted().size())
          .thenComparingInt(recipe -> recipe.raised().size());

  /** Copies the lists. */
  public Recipe {
    overrides = List.copyOf(overrides);
    raised = List.copyOf(raised);
    reverted = List.copyOf(reverted);
  }

  /** The job with some settings overridden and every operator as they say. */
  public static Recipe of(List<String> overrides) {
    return new Recipe(overrides, List.of(), List.of());
  }

  /** A job with the overridden settings. */
  JobConfig over(JobConfig job) {
    return overrides.isEmpty()
        ? job
        : ConfigLoader.parse(ConfigWriter.render(job), "job", overrides);
  }

  /** The recipe with one more setting overridden. */
  Recipe overriding(String setting) {
    return new Recipe(with(overrides, setting), raised, reverted);
  }

  /** The recipe with these operators left in floating point. */
  public Recipe reverting(List<String> operators) {
    return new Recipe(overrides, without(raised, operators), operators);
  }

  /** The recipe with these operators in 16 bits. */
  Recipe raising(List<String> operators) {
    return new Recipe(overrides, operators, without(reverted, operators));
  }

  /** The recipe with one more operator left in floating point. */
  Recipe alsoReverting(String operator) {
    return reverting(with(reverted, operator));
  }

  /** The recipe with one more operator in 16 bits, instead of in floating point if it was. */
  Recipe alsoRaising(String operator) {
    return raising(with(raised, operator));
  }

  /** The recipe with one operator quantized as all others are. */
  Recipe restoring(String operator) {
    List<String> one = List.of(operator);
    return new Recipe(overrides, without(raised, one), without(reverted, one));
  }

  private static List<String> with(List<String> some, String another) {
    List<String> more = new ArrayList<>(some);
    more.add(another);
    return more;
  }

  private static List<String> without(List<String> operators, List<String> removed) {
    return operators.stream().filter(o -> !removed.contains(o)).toList();
  }

  /** What it changes, in words. */
  public String describe() {
    List<String> parts = new ArrayList<>(overrides);
    if (!raised.isEmpty()) {
      parts.add("16 bits: " + String.join(", ", raised));
    }
    if (!reverted.isEmpty()) {
      parts.add("float: " + String.join(", ", reverted));
    }
    return parts.isEmpty() ? "as configured" : String.join("; ", parts);
  }
}
