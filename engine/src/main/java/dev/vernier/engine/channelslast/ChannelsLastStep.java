package dev.vernier.engine.channelslast;

/**
 * One layer for one geometry, from one buffer to another; used by one thread at a time. The buffers
 * may be the same array where the ranges do not overlap.
 */
public interface ChannelsLastStep {
  /** Reads the input at inBase and writes the whole output at outBase. */
  void run(float[] in, int inBase, float[] out, int outBase);

  /**
   * Tells the watch from now on which pixels of the output are stored; false if the step does not.
   */
  default boolean tell(PixelWatch watch) {
    return false;
  }

  /** Halo that the input must have at least. */
  default int requiredHalo() {
    return 0;
  }
}
