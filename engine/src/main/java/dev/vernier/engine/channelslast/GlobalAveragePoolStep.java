package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Mean of every channel over the image: the sum row by row, divided by h * w. */
public final class GlobalAveragePoolStep implements ChannelsLastStep {
  private final ChannelsLastStep whole;

  public GlobalAveragePoolStep(ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    PoolSpec window = new PoolSpec(in.h(), in.w(), 1, 1, 0, 0, 0, 0, 1, 1);
    this.whole = new AveragePoolStep(window, false, in, out, kernels);
  }

  @Override
  public void run(float[] in, int inBase, float[] out, int outBase) {
    whole.run(in, inBase, out, outBase);
  }
}
