package dev.vernier.engine.channelslast;

/** Sees pixels of an image right after they were stored. */
@FunctionalInterface
public interface PixelSink {
  /**
   * Neighbouring pixels of one image, side by side in memory.
   *
   * @param offset of channel 0 of the first pixel
   */
  void accept(float[] data, int offset, int image, int pixels);
}
