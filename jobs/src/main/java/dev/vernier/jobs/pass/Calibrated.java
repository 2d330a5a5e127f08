package dev.vernier.jobs.pass;

import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.stopping.Settling;
import java.util.List;

/**
 * What a calibration gives: states to keep, what became of the rows, and how the ranges settled
 * from wave to wave, if that was asked for.
 */
public record Calibrated(SavedStates saved, PassLog log, List<Settling> settlings) {
  /** Copies the list. */
  public Calibrated {
    settlings = List.copyOf(settlings);
  }
}
