package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.stopping.Settling;
import dev.vernier.pipeline.stopping.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Calibrates wave by wave until the ranges have settled; in one pass where that is not asked. */
final class CalibrationWaves {
  private final JobConfig job;
  private final PreparedModel model;
  private final JobConsole console;
  private final List<Settling> settlings = new ArrayList<>();

  CalibrationWaves(JobConfig job, PreparedModel model, JobConsole console) {
    this.job = job;
    this.model = model;
    this.console = console;
  }

  /**
   * Runs waves until one settles the ranges.
   *
   * @param pass calibrates on the rows of a wave
   */
  CalibrationResult run(List<Wave> waves, Function<Wave, CalibrationResult> pass) {
    CalibrationResult result = CalibrationResult.EMPTY;
    for (Wave wave : waves) {
      result = result.withWave(pass.apply(wave));
      if (job.calibration().stopping().isActive() && settled(wave, result)) {
        break;
      }
    }
    return result;
  }

  private boolean settled(Wave wave, CalibrationResult result) {
    Settling settling = Pipeline.of(job, model).settling(wave.number(), result.states());
    settlings.add(settling);
    console.say("calibrate: " + settling.text());
    return settling.settled();
  }

  /** What was judged after each wave; empty if nothing was to be. */
  List<Settling> settlings() {
    return List.copyOf(settlings);
  }
}
