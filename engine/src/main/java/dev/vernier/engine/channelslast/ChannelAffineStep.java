package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/** y = fma(x, scale[c], shift[c]), then a clip: a batch normalisation that was not folded. */
public final class ChannelAffineStep implements ChannelsLastStep {
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final float[] scale;
  private final float[] shift;
  private final float clipLow;
  private final float clipHigh;
  private final Kernels kernels;

  /** One scale and shift a channel; infinite bounds clip nothing. */
  public ChannelAffineStep(
      ChannelsLastShape in,
      ChannelsLastShape out,
      float[] scale,
      float[] shift,
      float clipLow,
      float clipHigh,
      Kernels kernels) {
    Borders.require(AddStep.sameImages(in, out), "images differ", in, out);
    this.in = in;
    this.out = out;
    this.scale = Arrays.copyOf(scale, in.writableChannels());
    this.shift = Arrays.copyOf(shift, in.writableChannels());
    this.clipLow = clipLow;
    this.clipHigh = clipHigh;
    this.kernels = kernels;
  }

  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    Borders.zeroHalo(out, y, outBase);
    int n = scale.length;
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        for (int column = 0; column < out.w(); column++) {
          int from = inBase + in.pixelOffset(image, row, column);
          int to = outBase + out.pixelOffset(image, row, column);
          kernels.scaleShift(x, from, scale, 0, shift, 0, y, to, n);
          kernels.clip(y, to, y, to, n, clipLow, clipHigh);
        }
      }
    }
    if (clipLow > 0f || clipHigh < 0f) {
      Borders.zeroUnusedChannels(out, y, outBase);
    }
  }
}
