package dev.vernier.engine.channelslast;

/**
 * Shows an image to a sink while a step computes it: a portion at a time that the second-level
 * cache still holds, but large enough that the step and the sink do not drive each other's data out
 * of the first level all the time.
 */
public final class PixelWatch {
  /** Floats of a portion, 256 KiB of them. */
  private static final int PORTION = 64 * 1024;

  private final ChannelsLastShape shape;
  private final PixelSink sink;

  /** Pixels that lie side by side: an image, or a row if there is a halo. */
  private final int line;

  private final int total;
  private final int portion;
  private int shown;
  private boolean active;

  public PixelWatch(ChannelsLastShape shape, PixelSink sink) {
    this.shape = shape;
    this.sink = sink;
    this.line = shape.halo() == 0 ? shape.h() * shape.w() : shape.w();
    this.total = shape.n() * shape.h() * shape.w();
    this.portion = Math.max(1, PORTION / shape.c());
  }

  /** Shows the next image that is computed; what is computed before another start is not shown. */
  public void start() {
    shown = 0;
    active = true;
  }

  public void stop() {
    active = false;
  }

  /** The first {@code pixels} pixels, counted over all images, are as they will stay. */
  void stored(float[] y, int yBase, int pixels) {
    if (active && (pixels - shown >= portion || pixels == total)) {
      show(y, yBase, pixels);
    }
  }

  private void show(float[] y, int yBase, int end) {
    int perImage = shape.h() * shape.w();
    while (shown < end) {
      int count = Math.min(end - shown, line - shown % line);
      int image = shown / perImage;
      int row = shown / shape.w() % shape.h();
      int offset = yBase + shape.pixelOffset(image, row, shown % shape.w());
      sink.accept(y, offset, image, count);
      shown += count;
    }
  }
}
