package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Maximum over windows; NaN if a window has one. */
public final class MaxPoolStep extends PoolStep {
  public MaxPoolStep(PoolSpec spec, ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    super(spec, in, out, kernels);
  }

  @Override
  void pool(PoolTables.Window window, float[] x, int xo, float[] y, int yo, int channels) {
    kernels.maxOfTaps(x, xo, offsets, window.from(), window.to(), y, yo, channels);
  }
}
