package dev.vernier.stats;

import dev.vernier.kernels.KernelsProvider;

/** A set of tables and the tensor of an open sample that it counts, if it does. */
final class OpenTensor implements SamplePieces {
  private final SampleTables tables = new SampleTables(KernelsProvider.kernels());
  private final OpenSamples samples;
  private final boolean perSample;
  private int fold;
  private int tensor;
  private boolean open;

  OpenTensor(OpenSamples samples, boolean perSample) {
    this.samples = samples;
    this.perSample = perSample;
  }

  boolean isOpen() {
    return open;
  }

  void open(int fold, int tensor) {
    this.fold = fold;
    this.tensor = tensor;
    open = true;
    tables.open();
  }

  @Override
  public void accept(float[] data, int offset, int length) {
    tables.accept(data, offset, length);
  }

  @Override
  public void close() {
    try {
      tables.close();
      samples.add(fold, tensor, tables, perSample);
      tables.clear();
      open = false;
    } catch (RuntimeException | Error e) {
      abort();
      throw e;
    }
  }

  /** Forgets what was counted. */
  void abort() {
    open = false;
    tables.reset();
  }
}
