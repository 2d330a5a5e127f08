package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Pooling over windows; padding takes no part in a maximum or a sum. */
abstract class PoolStep implements ChannelsLastStep {
  final Kernels kernels;
  final int[] offsets;
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final PoolTables.Window[] windows;

  PoolStep(PoolSpec spec, ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    Borders.require(in.c() == out.c() && in.n() == out.n(), "pooling shapes differ", in, out);
    PoolTables tables = new PoolTables(spec, in, out);
    this.kernels = kernels;
    this.in = in;
    this.out = out;
    this.windows = tables.windows();
    this.offsets = tables.offsets();
  }

  @Override
  public final void run(float[] x, int inBase, float[] y, int outBase) {
    Borders.zeroHalo(out, y, outBase);
    // Unused channels of the input are zeros, and so are those of the output, unless it is NaN.
    int channels = Math.min(in.writableChannels(), out.writableChannels());
    for (int image = 0; image < out.n(); image++) {
      int xo = inBase + image * in.imageStep();
      int yo = outBase + image * out.imageStep();
      for (PoolTables.Window window : windows) {
        pool(window, x, xo + window.input(), y, yo + window.output(), channels);
      }
    }
  }

  abstract void pool(PoolTables.Window window, float[] x, int xo, float[] y, int yo, int channels);
}
