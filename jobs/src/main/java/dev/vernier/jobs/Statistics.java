package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.pipeline.PassLog;
import dev.vernier.stats.StateSet;

/** What ranges are solved from, and the rows it came from. */
record Statistics(StateSet states, PassLog log) {
  /** Those of a format that needs no ranges. */
  static final Statistics NONE = new Statistics(StateSet.empty(), PassLog.EMPTY);

  static Statistics of(Calibrated calibrated) {
    return new Statistics(calibrated.saved().states(), calibrated.log());
  }
}
