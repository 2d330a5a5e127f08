package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;
import java.util.List;

/**
 * Convolution as tiles of six or seven pixels by a panel of output channels, straight from the
 * image. Where a panel's vectors would reach beyond the pixel's channels, the tile is computed
 * aside and copied.
 */
final class PanelProducts implements Products {
  /** Up to this many pixels, single pixels over many panels beat a tile of repeated pixels. */
  private static final int SINGLE_PIXELS = 3;

  /** Weights that stay in the first-level cache whole. */
  private static final int SMALL_WEIGHTS = 8 * 1024;

  /** Input of a block of pixels, in floats: with small weights every panel finds it close by. */
  private static final int SMALL_BLOCK = 24 * 1024;

  /** Otherwise it fills a good part of the second level, so that weights are read less often. */
  private static final int LARGE_BLOCK = 96 * 1024;

  /** Results of a block that something follows: in the first-level cache with small weights. */
  private static final int SMALL_RESULT = 6 * 1024;

  /** Otherwise in the second, for all but the first panels of weights must come from there. */
  private static final int LARGE_RESULT = 64 * 1024;

  /** Weights that the second level holds beside a block. */
  private static final int NEAR_WEIGHTS = 384 * 1024;

  /**
   * Input and results of a block with more weights: to read those again costs more than all else.
   */
  private static final int FAR_BLOCK = 384 * 1024;

  /** Whole tiles of seven and of six pixels. */
  private static final int BLOCK_UNIT = Kernels.TILE_ROWS * Kernels.WIDE_ROWS;

  /** Up to this many terms their weights stay in the first-level cache. */
  private static final int LONGEST_ROW_DEPTH = 512;

  /** Offsets of tiles of some rows, as the kernels read them, and the passes over the terms. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Tiling(int rows, int[] table, List<ConvTables.Chunk> chunks) {}

  private final PackedConv packed;
  private final ConvSpec spec;
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final BlockEnd end;
  private final Requantization codes;
  private final boolean byRows;
  private final Kernels kernels;
  private final int[] taps;
  private final Tiling narrow;
  private final Tiling wide;
  private final int pixels;
  private final int block;
  private final int images;
  private final int fullPanels;
  private final float[] aside;
  private PixelWatch watch;
  private final int[] asideTable = new int[Kernels.TILE_TABLE];

  /**
   * @param end what follows each block of products, or null
   * @param codes what sums are stored as, null for floats
   */
  PanelProducts(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      BlockEnd end,
      Requantization codes,
      Kernels kernels) {
    this.packed = packed;
    this.spec = packed.spec();
    this.in = in;
    this.out = out;
    this.end = end;
    this.codes = codes;
    this.kernels = kernels;
    this.taps = ConvTables.termTaps(spec, in);
    Pixels pixels = ConvTables.pixels(spec, in, out);
    this.pixels = pixels.count();
    this.narrow = tiling(pixels, Kernels.TILE_ROWS, kernels.panelWidth());
    this.wide = tiling(pixels, Kernels.WIDE_ROWS, 4 * kernels.lanes());
    this.images = pixels.images();
    this.block = blockOf(spec, this.pixels, end != null);
    this.fullPanels = this.pixels <= SINGLE_PIXELS ? countFullPanels() : 0;
    this.byRows = fitsRows();
    this.aside = new float[Kernels.TILE_ROWS * Math.max(kernels.panelWidth(), kernels.wideWidth())];
  }

  private Tiling tiling(Pixels pixels, int rows, int width) {
    return new Tiling(rows, pixels.table(rows), ConvTables.chunks(spec, in, width));
  }

  /**
   * Pixels of one block: all of them, or whole tiles of either kind, in blocks that are about
   * alike.
   *
   * @param followed whether something is done to the results of a block
   */
  private static int blockOf(ConvSpec spec, int pixels, boolean followed) {
    int used = Math.min(spec.strideH() * spec.strideW(), spec.kh() * spec.kw());
    int most = inputOf(spec) / (used * spec.groupInChannels());
    if (followed) {
      most = Math.min(most, resultOf(spec) / spec.outChannels());
    }
    if (pixels <= most) {
      return pixels;
    }
    int units = Math.max(1, most / BLOCK_UNIT);
    int total = (pixels + BLOCK_UNIT - 1) / BLOCK_UNIT;
    int blocks = (total + units - 1) / units;
    return (total + blocks - 1) / blocks * BLOCK_UNIT;
  }

  /** Floats of the input of a block. */
  private static int inputOf(ConvSpec spec) {
    int weights = spec.weights().length;
    if (weights <= SMALL_WEIGHTS) {
      return SMALL_BLOCK;
    }
    return weights <= NEAR_WEIGHTS ? LARGE_BLOCK : FAR_BLOCK;
  }

  /** Floats of the results of a block, where what follows still finds them close by. */
  private static int resultOf(ConvSpec spec) {
    int weights = spec.weights().length;
    if (weights <= SMALL_WEIGHTS) {
      return SMALL_RESULT;
    }
    return weights <= NEAR_WEIGHTS ? LARGE_RESULT : FAR_BLOCK;
  }

  /** Leading panels of full width, all of one group and within the pixel's channels. */
  private int countFullPanels() {
    int count = 0;
    if (spec.group() == 1) {
      for (PackedConv.Panel panel : packed.panels()) {
        if (panel.width() != kernels.panelWidth() || !fits(panel)) {
          return count;
        }
        count++;
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
  @Override
  public boolean writesUnusedChannels() {
    PackedConv.Panel last = packed.panels().get(packed.panels().size() - 1);
    int first = last.group() * spec.groupOutChannels() + last.channel();
    int end = first + (fits(last) ? last.width() : last.used());
    return end >= out.writableChannels();
  }

  @Override
  public boolean tell(PixelWatch watch) {
    this.watch = watch;
    return true;
  }

  @Override
  public void run(
      float[] x,
      int inBase,
      float[] added,
      int addedBase,
      float[] y,
      int outBase,
      float[] scratch) {
    for (int image = 0; image < out.n(); image += images) {
      int xo = inBase + image * in.imageStep();
      int yo = outBase + image * out.imageStep();
      if (fullPanels > 0) {
        singlePixels(x, xo, y, yo);
      }
      for (int p = 0; p < pixels; p += block) {
        int count = Math.min(block, pixels - p);
        tileBlock(x, xo, y, yo, p, count);
        if (end != null) {
          end.run(y, outBase, added, addedBase, image, p, count);
        }
        if (watch != null) {
          watch.stored(y, outBase, image * out.h() * out.w() + p + count);
        }
      }
    }
  }

  private void singlePixels(float[] x, int xo, float[] y, int yo) {
    boolean byTaps = spec.kh() * spec.kw() > 1;
    int[] table = narrow.table();
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
      if (codes != null) {
        requantize(y, yo + table[tile + Kernels.TILE_ROWS], fullPanels * kernels.panelWidth());
      }
    }
  }

  private void requantize(float[] y, int yo, int n) {
    kernels.requantize(y, yo, codes.factors(), 0, y, yo, 1, n, n, codes.low(), codes.high());
  }

  private void tileBlock(float[] x, int xo, float[] y, int yo, int pixel, int count) {
    List<PackedConv.Panel> panels = packed.panels();
    for (int p = fullPanels; p < panels.size(); p++) {
      PackedConv.Panel panel = panels.get(p);
      Tiling tiling = isWide(panel) ? wide : narrow;
      int group = panel.group();
      int from = xo + group * spec.groupInChannels();
      int to = yo + group * spec.groupOutChannels() + panel.channel();
      int first = pixel / tiling.rows();
      int last = (pixel + count - 1) / tiling.rows();
      if (byRows && panel.width() == kernels.lanes() && fits(panel)) {
        rows(panel, x, from, y, to, pixel, count);
      } else if (fits(panel)) {
        for (int c = 0; c < tiling.chunks().size(); c++) {
          tiles(panel, tiling, c, x, from, y, to, tiling.table(), first, last - first + 1);
        }
      } else {
        for (int t = first; t <= last; t++) {
          tileAside(panel, tiling, x, from, y, to, t);
        }
      }
    }
  }

  /** The rows that start within a block of pixels. */
  private void rows(
      PackedConv.Panel panel, float[] x, int xo, float[] y, int yo, int pixel, int count) {
    int first = (pixel + out.w() - 1) / out.w();
    int last = (pixel + count - 1) / out.w();
    for (int r = first; r <= last; r++) {
      int row = r % out.h();
      int image = r / out.h();
      int from = in.pixelOffset(image, row * spec.strideH() - spec.padTop(), -spec.padLeft());
      row(panel, x, xo + from, y, yo + out.pixelOffset(image, row, 0));
    }
  }

  private void row(PackedConv.Panel panel, float[] x, int xo, float[] y, int yo) {
    int distance = in.channelStride() * spec.strideW();
    int pixels = out.w();
    int depth = spec.depth();
    float[] w = packed.weights();
    int wo = panel.weightOffset();
    float[] bias = packed.bias();
    int bo = panel.biasOffset();
    int ys = out.channelStride();
    if (codes == null) {
      float low = ConvStep.kernelLow(spec);
      float high = ConvStep.kernelHigh(spec);
      kernels.rowTiles(
          pixels, distance, depth, x, xo, taps, 0, w, wo, bias, bo, y, yo, ys, low, high);
    } else {
      float[] factors = codes.factors();
      int fo = channel(panel);
      kernels.rowCodeTiles(
          pixels,
          distance,
          depth,
          x,
          xo,
          taps,
          0,
          w,
          wo,
          bias,
          bo,
          y,
          yo,
          ys,
          factors,
          fo,
          codes.low(),
          codes.high());
    }
  }

  /** First output channel of a panel. */
  private int channel(PackedConv.Panel panel) {
    return panel.group() * spec.groupOutChannels() + panel.channel();
  }

  /** Whether panels of one vector go by rows of pixels. */
  private boolean fitsRows() {
    int distance = in.channelStride() * spec.strideW();
    boolean pairs = distance % 3 == 0 || spec.groupInChannels() % 2 == 0;
    return kernels.hasRowTiles(distance)
        && pairs
        && out.w() >= Kernels.ROW_TILE
        && spec.depth() <= LONGEST_ROW_DEPTH;
  }

  private boolean isWide(PackedConv.Panel panel) {
    return panel.width() > kernels.panelWidth();
  }

  /** One chunk of terms for tiles [first, first + count) of a table. */
  private void tiles(
      PackedConv.Panel panel,
      Tiling tiling,
      int index,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int[] rows,
      int first,
      int count) {
    ConvTables.Chunk chunk = tiling.chunks().get(index);
    int[] by = chunk.byTaps() ? taps : null;
    int tap = Math.max(0, chunk.tap());
    int from = xo + chunk.input();
    int width = panel.width();
    int weights = panel.weightOffset() + chunk.row() * width;
    float[] init = index == 0 ? packed.bias() : null;
    int start = panel.biasOffset();
    boolean last = index == tiling.chunks().size() - 1;
    float low = last ? ConvStep.kernelLow(spec) : Float.NEGATIVE_INFINITY;
    float high = last ? ConvStep.kernelHigh(spec) : Float.POSITIVE_INFINITY;
    float[] w = packed.weights();
    int depth = chunk.depth();
    if (last && codes != null) {
      codeTiles(panel, chunk, x, from, init, y, yo, rows, first, count);
    } else if (isWide(panel)) {
      int row = first * 2 * Kernels.WIDE_ROWS;
      kernels.wideTiles(
          count, depth, x, from, by, tap, w, weights, width, init, start, y, yo, rows, row, low,
          high);
    } else {
      int row = first * Kernels.TILE_TABLE;
      kernels.tiles(
          count, width, depth, x, from, by, tap, w, weights, width, init, start, y, yo, rows, row,
          low, high);
    }
  }

  /** The last chunk of terms, whose sums are stored as codes. */
  private void codeTiles(
      PackedConv.Panel panel,
      ConvTables.Chunk chunk,
      float[] x,
      int xo,
      float[] init,
      float[] y,
      int yo,
      int[] rows,
      int first,
      int count) {
    int[] by = chunk.byTaps() ? taps : null;
    int tap = Math.max(0, chunk.tap());
    int width = panel.width();
    int depth = chunk.depth();
    float[] w = packed.weights();
    int weights = panel.weightOffset() + chunk.row() * width;
    int start = panel.biasOffset();
    float[] factors = codes.factors();
    int factor = channel(panel);
    if (isWide(panel)) {
      int row = first * 2 * Kernels.WIDE_ROWS;
      kernels.wideCodeTiles(
          count,
          depth,
          x,
          xo,
          by,
          tap,
          w,
          weights,
          width,
          init,
          start,
          y,
          yo,
          rows,
          row,
          factors,
          factor,
          codes.low(),
          codes.high());
    } else {
      int row = first * Kernels.TILE_TABLE;
      kernels.codeTiles(
          count,
          width,
          depth,
          x,
          xo,
          by,
          tap,
          w,
          weights,
          width,
          init,
          start,
          y,
          yo,
          rows,
          row,
          factors,
          factor,
          codes.low(),
          codes.high());
    }
  }

  private void tileAside(
      PackedConv.Panel panel, Tiling tiling, float[] x, int xo, float[] y, int yo, int tile) {
    int rows = tiling.rows();
    int row = tile * 2 * rows;
    for (int r = 0; r < rows; r++) {
      asideTable[r] = tiling.table()[row + r];
      asideTable[rows + r] = r * panel.width();
    }
    for (int c = 0; c < tiling.chunks().size(); c++) {
      tiles(panel, tiling, c, x, xo, aside, 0, asideTable, 0, 1);
    }
    for (int r = 0; r < rows; r++) {
      int to = yo + tiling.table()[row + rows + r];
      System.arraycopy(aside, r * panel.width(), y, to, panel.used());
    }
  }
}
