package dev.vernier.engine.channelslast;

/** The products of a convolution for one geometry, with what follows each block of them. */
interface Products {
  /**
   * Writes all pixels of the output.
   *
   * @param added the image that the end of a block adds, or null
   * @param scratch at least {@link #scratchFloats} floats of any value
   */
  void run(
      float[] x, int inBase, float[] added, int addedBase, float[] y, int outBase, float[] scratch);

  /** Working memory that a run takes. */
  default int scratchFloats() {
    return 0;
  }

  /** As {@link ChannelsLastStep#tell}. */
  boolean tell(PixelWatch watch);

  /** True if the unused channels of a pixel are written as the others are. */
  boolean writesUnusedChannels();
}
