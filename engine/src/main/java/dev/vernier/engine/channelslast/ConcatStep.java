package dev.vernier.engine.channelslast;

/** Copies one input of a concatenation over channels to its place in the output. */
public final class ConcatStep implements ChannelsLastStep {
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final int channel;
  private final boolean last;

  /**
   * @param channel the output channel of the input's channel 0
   */
  public ConcatStep(ChannelsLastShape in, ChannelsLastShape out, int channel) {
    Borders.require(
        in.n() == out.n() && in.h() == out.h() && in.w() == out.w(),
        "images to concatenate differ",
        in,
        out);
    Borders.require(channel + in.c() <= out.c(), "too many channels to concatenate", in, out);
    this.in = in;
    this.out = out;
    this.channel = channel;
    this.last = channel + in.c() == out.c();
  }

  /** Writes this input's channels; the last input also zeros the halo and unused channels. */
  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    for (int image = 0; image < in.n(); image++) {
      for (int row = 0; row < in.h(); row++) {
        int from = inBase + in.pixelOffset(image, row, 0);
        int to = outBase + out.pixelOffset(image, row, 0) + channel;
        for (int column = 0; column < in.w(); column++) {
          System.arraycopy(
              x, from + column * in.channelStride(), y, to + column * out.channelStride(), in.c());
        }
      }
    }
    if (last) {
      Borders.zeroHalo(out, y, outBase);
      Borders.zeroUnusedChannels(out, y, outBase);
    }
  }
}
