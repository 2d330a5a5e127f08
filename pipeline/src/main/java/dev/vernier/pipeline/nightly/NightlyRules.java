package dev.vernier.pipeline.nightly;

import dev.vernier.conf.JobConfig;
import dev.vernier.conf.NightlyConfig;
import dev.vernier.pipeline.control.DropLimit;
import dev.vernier.pipeline.drift.DriftLimits;

/**
 * When a new model takes the place of the one in force.
 *
 * @param window days that make the model, the newest included
 * @param halfLife days after which a day counts half as much; 0 for all alike
 * @param keep published versions to keep
 * @param maxWorse by how much more than the model in force a new one may lose
 */
public record NightlyRules(
    int window, int halfLife, int keep, DriftLimits drift, DropLimit drop, double maxWorse) {

  /** The rules of a job. */
  public static NightlyRules of(JobConfig job) {
    NightlyConfig nightly = job.nightly();
    return new NightlyRules(
        nightly.window(),
        nightly.halfLife(),
        nightly.keep(),
        DriftLimits.defaults().withPsi(nightly.psi()).withClipping(nightly.clipping()),
        DropLimit.of(job.validation()),
        nightly.maxWorse());
  }

  /**
   * How often a day's weight is twice the weight of the oldest day of the window; whole, so that
   * weighted counts stay integers.
   *
   * @param age days before the newest, from 0
   */
  int doublings(int age) {
    return halfLife == 0 ? 0 : (window - 1 - age) / halfLife;
  }
}
