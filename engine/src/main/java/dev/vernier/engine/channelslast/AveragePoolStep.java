package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Mean over windows: the sum in order of rows and columns, divided by the count of positions. */
public final class AveragePoolStep extends PoolStep {
  private final boolean countIncludePad;

  /**
   * @param countIncludePad whether padding positions count in the divisor, as in ONNX
   */
  public AveragePoolStep(
      PoolSpec spec,
      boolean countIncludePad,
      ChannelsLastShape in,
      ChannelsLastShape out,
      Kernels kernels) {
    super(spec, in, out, kernels);
    this.countIncludePad = countIncludePad;
  }

  @Override
  void pool(PoolTables.Window window, float[] x, int xo, float[] y, int yo, int channels) {
    int divisor = countIncludePad ? window.withPadding() : window.inside();
    kernels.meanOfTaps(x, xo, offsets, window.from(), window.to(), divisor, y, yo, channels);
  }
}
