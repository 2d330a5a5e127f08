package dev.vernier.engine.channelslast;

/** Enlarges images by whole factors: every pixel becomes a rectangle of copies of it. */
public final class EnlargeStep implements ChannelsLastStep {
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final int factorH;
  private final int factorW;

  /** The factors follow from the sizes, which must be multiples. */
  public EnlargeStep(ChannelsLastShape in, ChannelsLastShape out) {
    Borders.require(in.n() == out.n() && in.c() == out.c(), "images differ", in, out);
    Borders.require(
        out.h() % in.h() == 0 && out.w() % in.w() == 0, "sizes are no multiples", in, out);
    this.in = in;
    this.out = out;
    this.factorH = out.h() / in.h();
    this.factorW = out.w() / in.w();
  }

  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    Borders.zeroHalo(out, y, outBase);
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        int from = inBase + in.pixelOffset(image, row / factorH, 0);
        row(x, from, y, outBase + out.pixelOffset(image, row, 0));
      }
    }
    Borders.zeroUnusedChannels(out, y, outBase);
  }

  private void row(float[] x, int xo, float[] y, int yo) {
    int from = xo;
    int to = yo;
    for (int column = 0; column < in.w(); column++) {
      for (int copy = 0; copy < factorW; copy++) {
        System.arraycopy(x, from, y, to, in.c());
        to += out.channelStride();
      }
      from += in.channelStride();
    }
  }
}
