package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.StateSet;

/** Holds states as bytes in memory, so that what comes back has been through its format. */
public final class InMemoryStateRepository implements StateRepository {
  private SavedStates digests;
  private byte[] bytes;

  @Override
  public boolean exists() {
    return bytes != null;
  }

  @Override
  public void save(SavedStates saved) {
    bytes = saved.states().toBytes();
    digests = new SavedStates(saved.modelDigest(), saved.settingsDigest(), StateSet.empty());
  }

  @Override
  public SavedStates load() {
    if (!exists()) {
      throw new VernierException("no states were saved in memory: calibrate first");
    }
    return new SavedStates(
        digests.modelDigest(), digests.settingsDigest(), StateSet.fromBytes(bytes));
  }
}
