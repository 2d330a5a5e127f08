package dev.vernier.engine.channelslast;

/** A function of each element, applied to the inside of the images. */
public final class UnaryStep implements ChannelsLastStep {
  /** Writes f(x) for n elements; the ranges are the same or disjoint. */
  public interface Pointwise {
    void apply(float[] x, int xo, float[] y, int yo, int n);
  }

  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final Pointwise function;
  private PixelWatch watch;

  public UnaryStep(ChannelsLastShape in, ChannelsLastShape out, Pointwise function) {
    Borders.require(AddStep.sameImages(in, out), "images differ", in, out);
    this.in = in;
    this.out = out;
    this.function = function;
  }

  @Override
  public boolean tell(PixelWatch watch) {
    this.watch = watch;
    return true;
  }

  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    Borders.zeroHalo(out, y, outBase);
    boolean rows = in.rowsAreContiguous() && out.rowsAreContiguous();
    int width = rows ? out.w() : 1;
    int length = rows ? out.w() * out.channelStride() : out.c();
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        for (int column = 0; column < out.w(); column += width) {
          int from = inBase + in.pixelOffset(image, row, column);
          function.apply(x, from, y, outBase + out.pixelOffset(image, row, column), length);
        }
        if (watch != null) {
          watch.stored(y, outBase, (image * out.h() + row + 1) * out.w());
        }
      }
    }
    Borders.zeroUnusedChannels(out, y, outBase);
  }
}
