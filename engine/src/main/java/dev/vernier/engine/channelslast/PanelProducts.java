package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;
import java.util.List;

/**
 * Convolution as tiles of seven pixels by a panel of output channels, straight from the image.
 * Where a panel's vectors would reach beyond the pixel's channels, the tile is computed aside and
 * copied.
 */
final class PanelProducts implements ChannelsLastStep {
  /** Up to this many pixels, single pixels over many panels beat a tile of repeated pixels. */
  private static final int SINGLE_PIXELS = 3;

  /** Weights that stay in the first-level cache whole. */
  private static final int SMALL_WEIGHTS = 8 * 1024;

  /** Input of a block of tiles, in floats: with small weights every panel finds it close by. */
  private static final int SMALL_BLOCK = 24 * 1024;

  /** Otherwise it fills a good part of the second level, so that weights are read less often. */
  private static final int LARGE_BLOCK = 96 * 1024;

  private final PackedConv packed;
  private final ConvSpec spec;
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final Epilogue epilogue;
  private final Kernels kernels;
  private final List<ConvTables.Chunk> chunks;
  private final int[] taps;
  private final int[] table;
  private final int pixels;
  private final int tiles;
  private final int block;
  private final int images;
  private final int fullPanels;
  private final float[] aside;
  private final int[] asideTable = new int[Kernels.TILE_TABLE];

  PanelProducts(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      Epilogue epilogue,
      Kernels kernels) {
    this.packed = packed;
    this.spec = packed.spec();
    this.in = in;
    this.out = out;
    this.epilogue = epilogue;
    this.kernels = kernels;
    this.chunks = ConvTables.chunks(spec, in);
    this.taps = ConvTables.termTaps(spec, in);
    Pixels pixels = ConvTables.pixels(spec, in, out);
    this.pixels = pixels.count();
    this.tiles = pixels.tiles();
    this.table = pixels.tileTable();
    this.images = pixels.images();
    this.block = blockOf(spec);
    this.fullPanels = this.pixels <= SINGLE_PIXELS ? countFullPanels() : 0;
    this.aside = new float[Kernels.TILE_ROWS * kernels.panelWidth()];
  }

  /** Tiles of one block. */
  private static int blockOf(ConvSpec spec) {
    int perTile = Kernels.TILE_ROWS * spec.strideH() * spec.strideW() * spec.groupInChannels();
    int floats = spec.weights().length <= SMALL_WEIGHTS ? SMALL_BLOCK : LARGE_BLOCK;
    return Math.max(4, floats / perTile);
  }

  /** Leading panels of full width, all of one group and within the pixel's channels. */
  private int countFullPanels() {
    int count = 0;
    if (spec.group() == 1) {
      for (PackedConv.Panel panel : packed.panels()) {
        count += panel.width() == kernels.panelWidth() && fits(panel) ? 1 : 0;
      }
    }
    return count;
  }

  /** True if whole vectors may be stored: the surplus falls on the pixel's own padding. */
  private boolean fits(PackedConv.Panel panel) {
    int end = panel.group() * spec.groupOutChannels() + panel.channel() + panel.width();
    boolean lastGroup = panel.group() == spec.group() - 1;
    return panel.used() == panel.width() || (lastGroup && end <= out.writableChannels());
  }

  /** True if the padding of the last panel covers all unused channels of a pixel. */
  boolean writesUnusedChannels() {
    PackedConv.Panel last = packed.panels().get(packed.panels().size() - 1);
    int first = last.group() * spec.groupOutChannels() + last.channel();
    int end = first + (fits(last) ? last.width() : last.used());
    return end >= out.writableChannels();
  }

  @Override
  public void run(float[] x, int inBase, float[] y, int outBase) {
    for (int image = 0; image < out.n(); image += images) {
      int xo = inBase + image * in.imageStep();
      int yo = outBase + image * out.imageStep();
      if (fullPanels > 0) {
        singlePixels(x, xo, y, yo);
      }
      for (int t = 0; t < tiles; t += block) {
        int count = Math.min(block, tiles - t);
        tileBlock(x, xo, y, yo, t, count);
        if (epilogue != null) {
          finish(y, yo, t * Kernels.TILE_ROWS, Math.min(pixels, (t + count) * Kernels.TILE_ROWS));
        }
      }
    }
  }

  /** Applies the epilogue to pixels [from, to), image row by image row. */
  private void finish(float[] y, int yo, int from, int to) {
    for (int pixel = from; pixel < to; ) {
      int inRow = Math.min(to - pixel, out.w() - pixel % out.w());
      int image = pixel / (out.w() * out.h());
      int offset = out.pixelOffset(image, pixel / out.w() % out.h(), pixel % out.w());
      epilogue.apply(y, yo + offset, inRow);
      pixel += inRow;
    }
  }

  private void singlePixels(float[] x, int xo, float[] y, int yo) {
    boolean byTaps = spec.kh() * spec.kw() > 1;
    for (int p = 0; p < pixels; p++) {
      int tile = p / Kernels.TILE_ROWS * Kernels.TILE_TABLE + p % Kernels.TILE_ROWS;
      kernels.rowPanels(
          fullPanels,
          spec.depth(),
          x,
          xo + table[tile],
          byTaps ? taps : null,
          0,
          packed.weights(),
          0,
          kernels.panelWidth(),
          spec.depth() * kernels.panelWidth(),
          packed.bias(),
          0,
          y,
          yo + table[tile + Kernels.TILE_ROWS],
          ConvStep.kernelLow(spec),
          ConvStep.kernelHigh(spec));
    }
  }

  private void tileBlock(float[] x, int xo, float[] y, int yo, int first, int count) {
    List<PackedConv.Panel> panels = packed.panels();
    for (int p = fullPanels; p < panels.size(); p++) {
      PackedConv.Panel panel = panels.get(p);
      int group = panel.group();
      int from = xo + group * spec.groupInChannels();
      int to = yo + group * spec.groupOutChannels() + panel.channel();
      if (fits(panel)) {
        for (int c = 0; c < chunks.size(); c++) {
          tiles(panel, c, x, from, y, to, table, first, count);
        }
      } else {
        for (int t = first; t < first + count; t++) {
          tileAside(panel, x, from, y, to, t);
        }
      }
    }
  }

  /** One chunk of terms for tiles [first, first + count) of a table. */
  private void tiles(
      PackedConv.Panel panel,
      int index,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int[] rows,
      int first,
      int count) {
    ConvTables.Chunk chunk = chunks.get(index);
    boolean last = index == chunks.size() - 1;
    kernels.tiles(
        count,
        panel.width(),
        chunk.depth(),
        x,
        xo + chunk.input(),
        chunk.byTaps() ? taps : null,
        Math.max(0, chunk.tap()),
        packed.weights(),
        panel.weightOffset() + chunk.row() * panel.width(),
        panel.width(),
        index == 0 ? packed.bias() : null,
        panel.biasOffset(),
        y,
        yo,
        rows,
        first * Kernels.TILE_TABLE,
        last ? ConvStep.kernelLow(spec) : Float.NEGATIVE_INFINITY,
        last ? ConvStep.kernelHigh(spec) : Float.POSITIVE_INFINITY);
  }

  private void tileAside(PackedConv.Panel panel, float[] x, int xo, float[] y, int yo, int tile) {
    int row = tile * Kernels.TILE_TABLE;
    for (int r = 0; r < Kernels.TILE_ROWS; r++) {
      asideTable[r] = table[row + r];
      asideTable[Kernels.TILE_ROWS + r] = r * panel.width();
    }
    for (int c = 0; c < chunks.size(); c++) {
      tiles(panel, c, x, xo, aside, 0, asideTable, 0, 1);
    }
    for (int r = 0; r < Kernels.TILE_ROWS; r++) {
      int to = yo + table[row + Kernels.TILE_ROWS + r];
      System.arraycopy(aside, r * panel.width(), y, to, panel.used());
    }
  }
}
