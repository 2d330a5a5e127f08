package dev.vernier.pipeline;

import dev.vernier.pipeline.data.Row;

/** One run over some rows, such as those of a shard. */
public final class CalibrationPass {
  private final Calibrator calibrator;
  private final Batcher batcher;

  CalibrationPass(Calibrator calibrator) {
    this.calibrator = calibrator;
    this.batcher = calibrator.batcher();
  }

  /** Adds a row: it is left out by the selection, counted whole, or quarantined. */
  public void add(Row row) {
    batcher.add(row);
  }

  /** Counts rows that the selection leaves out and that were therefore not read whole. */
  public void skip(long rows) {
    batcher.skip(rows);
  }

  /** Works off what is pending and gives the result; the pass ends with it. */
  public CalibrationResult finish() {
    batcher.flush();
    return calibrator.result(batcher.log());
  }
}
