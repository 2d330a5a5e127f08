package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.stopping.Settling;
import dev.vernier.stats.StateSet;
import java.util.List;

/** What ranges are solved from, the rows it came from, and how the ranges settled meanwhile. */
record Statistics(StateSet states, PassLog log, List<Settling> settlings) {
  /** Those of a format that needs no ranges. */
  static final Statistics NONE = new Statistics(StateSet.empty(), PassLog.EMPTY, List.of());

  static Statistics of(Calibrated calibrated) {
    return new Statistics(calibrated.saved().states(), calibrated.log(), calibrated.settlings());
  }
}
