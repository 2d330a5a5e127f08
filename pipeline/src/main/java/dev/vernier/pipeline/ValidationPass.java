package dev.vernier.pipeline;

import dev.vernier.pipeline.data.Row;

/** One run over some rows, such as those of a shard. */
public final class ValidationPass {
  private final Validator validator;
  private final Batcher batcher;

  ValidationPass(Validator validator) {
    this.validator = validator;
    this.batcher = validator.batcher();
  }

  /** Adds a row: it is left out by the selection, measured, or quarantined. */
  public void add(Row row) {
    batcher.add(row);
  }

  /** Counts rows that the selection leaves out and that were therefore not read whole. */
  public void skip(long rows) {
    batcher.skip(rows);
  }

  /** Works off what is pending and gives the result; the pass ends with it. */
  public ValidationResult finish() {
    batcher.flush();
    return validator.result(batcher.log());
  }
}
