package dev.vernier.engine.ops.signal;

import dev.vernier.engine.OperatorRegistry;

/** Operators of signal processing. */
public final class SignalOperators {
  private SignalOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("BlackmanWindow", 1, BlackmanWindow::new);
    registry.register("DFT", 1, DFT::new);
    registry.register("HammingWindow", 1, HammingWindow::new);
    registry.register("HannWindow", 1, HannWindow::new);
    registry.register("MelWeightMatrix", 1, MelWeightMatrix::new);
    registry.register("STFT", 1, STFT::new);
  }
}
