package dev.vernier.engine.channelslast;

import java.util.Arrays;

/** Copies a part of an image, every so many rows and columns, to a place in another of zeros. */
public final class CutStep implements ChannelsLastStep {
  /**
   * Output rows [toY, toY + rows) are the input's from {@code y} on, {@code stepY} apart, and so on
   * for columns; {@code channels} channels go from {@code channel} to {@code toChannel}.
   */
  public record Cut(
      int channel,
      int y,
      int x,
      int stepY,
      int stepX,
      int toChannel,
      int toY,
      int toX,
      int channels,
      int rows,
      int columns) {}

  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final Cut cut;
  private final boolean whole;

  public CutStep(ChannelsLastShape in, ChannelsLastShape out, Cut cut) {
    Borders.require(in.n() == out.n(), "batches differ", in, out);
    this.in = in;
    this.out = out;
    this.cut = cut;
    this.whole = cut.channels() == out.writableChannels();
  }

  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    Borders.zeroHalo(out, y, outBase);
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        for (int column = 0; column < out.w(); column++) {
          pixel(x, inBase, y, outBase, image, row, column);
        }
      }
    }
  }

  private void pixel(
      float[] x, int inBase, float[] y, int outBase, int image, int row, int column) {
    int to = outBase + out.pixelOffset(image, row, column);
    int fromRow = row - cut.toY();
    int fromColumn = column - cut.toX();
    boolean inside =
        fromRow >= 0 && fromRow < cut.rows() && fromColumn >= 0 && fromColumn < cut.columns();
    if (!inside || !whole) {
      Arrays.fill(y, to, to + out.writableChannels(), 0f);
    }
    if (inside) {
      int sourceRow = cut.y() + fromRow * cut.stepY();
      int sourceColumn = cut.x() + fromColumn * cut.stepX();
      int from = inBase + in.pixelOffset(image, sourceRow, sourceColumn) + cut.channel();
      System.arraycopy(x, from, y, to + cut.toChannel(), cut.channels());
    }
  }
}
