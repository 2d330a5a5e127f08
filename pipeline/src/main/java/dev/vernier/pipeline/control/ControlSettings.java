package dev.vernier.pipeline.control;

import dev.vernier.conf.ControlConfig;
import java.util.List;

/**
 * Bounds of accuracy control.
 *
 * @param rankingSamples most rows on which candidates are ranked
 * @param maxReverted largest share of operators left in floating point; one always may be
 * @param maxRaised largest share of operators in 16 bits, rounded up
 * @param sideBySide candidates of one pass
 * @param variants overrides of the settings to search, without the configured ones
 */
public record ControlSettings(
    int rankingSamples,
    double maxReverted,
    double maxRaised,
    int sideBySide,
    List<List<String>> variants) {

  /** Copies the list. */
  public ControlSettings {
    variants = List.copyOf(variants);
  }

  /**
   * The settings of a job.
   *
   * @param sideBySide candidates of one pass
   */
  public static ControlSettings of(ControlConfig config, int sideBySide) {
    return new ControlSettings(
        config.rankingSamples(),
        config.maxReverted(),
        config.maxRaised(),
        sideBySide,
        Variants.of(config.tune()));
  }
}
