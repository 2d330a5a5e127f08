package dev.vernier.pipeline.control;

import dev.vernier.conf.ControlConfig;
import dev.vernier.conf.JobConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds of accuracy control.
 *
 * @param rankingSamples most rows on which candidates are ranked
 * @param maxReverted largest share of operators left in floating point; one always may be
 * @param maxRaised largest share of operators in 16 bits, rounded up
 * @param sideBySide candidates of one pass
 * @param choices settings to search, of each the overrides that are not as configured
 */
public record ControlSettings(
    int rankingSamples,
    double maxReverted,
    double maxRaised,
    int sideBySide,
    List<List<String>> choices) {

  /** Copies the list. */
  public ControlSettings {
    choices = List.copyOf(choices);
  }

  /**
   * The settings of a job.
   *
   * @param sideBySide candidates of one pass
   */
  public static ControlSettings of(JobConfig job, int sideBySide) {
    ControlConfig config = job.validation().control();
    return new ControlSettings(
        config.rankingSamples(),
        config.maxReverted(),
        config.maxRaised(),
        sideBySide,
        different(job, Variants.of(config.tune())));
  }

  /** Overrides that make models unlike the configured one and each other. */
  private static List<List<String>> different(JobConfig job, List<List<String>> choices) {
    Set<List<Record>> seen = new HashSet<>(Set.of(deciding(job)));
    return choices.stream()
        .map(
            choice ->
                choice.stream()
                    .filter(value -> seen.add(deciding(Recipe.of(List.of(value)).over(job))))
                    .toList())
        .filter(choice -> !choice.isEmpty())
        .toList();
  }

  /** What of a job decides over its quantized model. */
  private static List<Record> deciding(JobConfig job) {
    return job.refine().samples() > 0
        ? List.of(job.quantization(), job.refine())
        : List.of(job.quantization());
  }

  /** So many operators of these may be left in floating point. */
  int mostReverted(int operators) {
    return Math.max(1, (int) (maxReverted * operators));
  }
}
