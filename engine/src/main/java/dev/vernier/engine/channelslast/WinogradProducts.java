package dev.vernier.engine.channelslast;

import dev.vernier.engine.channelslast.PackedConv.Panel;
import dev.vernier.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A 3 x 3 convolution of stride 1 by Winograd's F(m x m, 3 x 3), block by block of rows of tiles:
 * the inputs of each tile of m x m results are transformed, every position of the transform is
 * multiplied as a matrix of tiles by channels, and the products are transformed back.
 *
 * <p>The arithmetic: inputs, padded with zeros, are transformed along their rows, then along their
 * columns ({@link Kernels#winogradInput}); every position of the result is multiplied with that of
 * the transformed weights in one chain of fused multiply-adds over the input channels from +0.0;
 * then columns and rows are transformed back ({@link Kernels#winogradOutput}, {@link
 * Kernels#winogradResult}), and the bias is added.
 */
final class WinogradProducts implements Products {
  /** Most transformed inputs and products of a block, in floats: they stay in a cache. */
  private static final int BLOCK = 384 * 1024;

  /** Weights that stay in the second-level cache beside a block, in floats. */
  private static final int NEAR_WEIGHTS = 192 * 1024;

  /** Channels transformed at a time: they stay in the first-level cache. */
  private static final int SLICE = 64;

  /** Products transformed back at a time. */
  private static final int SLAB = 64;

  /** Between matrices, so that their rows do not fall on the same places of a cache. */
  private static final int GAP = 16;

  /** What reading a weight once more costs from that cache and from afar, in multiply-adds. */
  private static final int NEAR_COST = 8;

  private static final int FAR_COST = 32;

  /** Weights that stay in the first-level cache beside what they are multiplied with. */
  private static final int CHUNK_WEIGHTS = 8 * 1024;

  private static final float[] ZEROS = new float[256];

  /** Neighbouring panels of {@code width} columns together. */
  private record Slab(List<Panel> panels, int channel, int width, int biasOffset) {}

  /** Offsets of the rows of some tiles, as the kernels read them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Tables(int tiles, int width, int[] narrow, int[] wide) {}

  private final PackedConv packed;
  private final ConvSpec spec;
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final BlockEnd end;
  private final Kernels kernels;
  private final int m;
  private final int side;
  private final int positions;
  private final int channels;
  private final int tilesX;
  private final int tilesY;
  private final int blockRows;
  private final int blockColumns;
  private final List<Slab> slabs;
  private final int inputStep;
  private final int productStep;
  private final int products;
  private final int aside;
  private final int line;
  private final int scratchFloats;
  private final List<Tables> tables = new ArrayList<>();
  private PixelWatch watch;

  /**
   * @param end what follows each block of products, or null
   */
  WinogradProducts(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      BlockEnd end,
      Kernels kernels) {
    this.packed = packed;
    this.spec = packed.spec();
    this.in = in;
    this.out = out;
    this.end = end;
    this.kernels = kernels;
    this.m = packed.winograd();
    this.side = m + 2;
    this.positions = side * side;
    this.channels = ChannelsLastShape.strideFor(in.c());
    this.tilesX = (out.w() + m - 1) / m;
    this.tilesY = (out.h() + m - 1) / m;
    this.slabs = slabs(packed.panels());
    int widest = slabs.stream().mapToInt(Slab::width).max().orElseThrow();
    int most = Math.max(1, BLOCK / (positions * (channels + widest)));
    this.blockColumns = most < tilesX ? wholeTiles(most) : tilesX;
    this.blockRows = chooseRows(Math.max(1, most / tilesX));
    int tiles = blockRows * blockColumns;
    this.inputStep = tiles * channels + GAP;
    this.productStep = tiles * widest + GAP;
    this.products = positions * inputStep;
    this.aside = products + positions * productStep;
    this.line = aside + positions * Math.max(SLICE, widest);
    this.scratchFloats = line + positions * Math.max(SLICE, widest);
  }

  private static List<Slab> slabs(List<Panel> panels) {
    List<Slab> slabs = new ArrayList<>();
    for (int p = 0; p < panels.size(); ) {
      Panel first = panels.get(p);
      int width = first.width();
      int next = p + 1;
      while (next < panels.size() && width + panels.get(next).width() <= SLAB) {
        width += panels.get(next++).width();
      }
      slabs.add(new Slab(panels.subList(p, next), first.channel(), width, first.biasOffset()));
      p = next;
    }
    return List.copyOf(slabs);
  }

  /** Rows of tiles of a block, at most some: what wastes the fewest rows of the kernels' tiles. */
  private int chooseRows(int most) {
    int rows = out.n() * tilesY;
    int again = packed.weights().length <= NEAR_WEIGHTS ? NEAR_COST : FAR_COST;
    int best = 1;
    long least = Long.MAX_VALUE;
    for (int count = 1; count <= Math.min(rows, most); count++) {
      long cost = (long) (rows / count) * (padded(count) + again);
      if (rows % count > 0) {
        cost += padded(rows % count) + again;
      }
      if (cost <= least) {
        least = cost;
        best = count;
      }
    }
    return best;
  }

  private int padded(int rows) {
    int unit = unit();
    return (rows * tilesX + unit - 1) / unit * unit;
  }

  /** Rows of the kernel that multiplies most. */
  private int unit() {
    return kernels.wideWidth() > 0 ? Kernels.WIDE_ROWS : Kernels.TILE_ROWS;
  }

  private int wholeTiles(int most) {
    return Math.max(1, most / unit()) * unit();
  }

  @Override
  public int scratchFloats() {
    return scratchFloats;
  }

  @Override
  public boolean writesUnusedChannels() {
    return true;
  }

  @Override
  public boolean tell(PixelWatch toTell) {
    this.watch = toTell;
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
    int rows = out.n() * tilesY;
    for (int row = 0; row < rows; row += blockRows) {
      int count = Math.min(blockRows, rows - row);
      for (int column = 0; column < tilesX; column += blockColumns) {
        int columns = Math.min(blockColumns, tilesX - column);
        transformBlock(x, inBase, row, count, column, columns, scratch);
        productBlock(y, outBase, row, count, column, columns, scratch);
        if (end != null) {
          end(y, outBase, added, addedBase, row, count, column, columns);
        }
      }
      if (watch != null) {
        watch.stored(y, outBase, pixelsBefore(row + count));
      }
    }
  }

  /** Pixels above a row of tiles, counted over the batch. */
  private int pixelsBefore(int row) {
    return (row / tilesY * out.h() + row % tilesY * m) * out.w();
  }

  private void transformBlock(
      float[] x, int inBase, int row, int rows, int column, int columns, float[] scratch) {
    for (int t = 0; t < rows * columns; t++) {
      transformTile(x, inBase, row + t / columns, column + t % columns, t, scratch);
    }
  }

  private void productBlock(
      float[] y, int outBase, int row, int rows, int column, int columns, float[] scratch) {
    for (Slab slab : slabs) {
      multiply(slab, rows * columns, scratch);
      for (int t = 0; t < rows * columns; t++) {
        resultTile(slab, row + t / columns, column + t % columns, t, y, outBase, scratch);
      }
    }
  }

  /** Transforms the inputs of a tile; rows are counted over the batch. */
  private void transformTile(
      float[] x, int inBase, int row, int column, int tile, float[] scratch) {
    int image = row / tilesY;
    int top = row % tilesY * m - spec.padTop();
    int left = column * m - spec.padLeft();
    boolean inside = top + side <= in.h() + in.halo() && left + side <= in.w() + in.halo();
    for (int c = 0; c < channels; c += SLICE) {
      int n = Math.min(SLICE, channels - c);
      int to = tile * channels + c;
      if (inside) {
        int from = inBase + in.pixelOffset(image, top, left) + c;
        transform(x, from, in.rowStep(), in.channelStride(), n, scratch, to);
      } else {
        copyPatch(x, inBase + c, image, top, left, n, scratch);
        transform(scratch, aside, side * SLICE, SLICE, n, scratch, to);
      }
    }
  }

  private void transform(
      float[] x, int from, int rowStep, int pixelStep, int n, float[] scratch, int to) {
    kernels.winogradInput(
        m, side, n, x, from, rowStep, pixelStep, scratch, line, SLICE, side * SLICE);
    kernels.winogradInput(
        m, side, n, scratch, line, side * SLICE, SLICE, scratch, to, inputStep, side * inputStep);
  }

  /** The inputs of a tile that reaches beyond the image and its halo, with zeros there. */
  private void copyPatch(
      float[] x, int base, int image, int top, int left, int n, float[] scratch) {
    Arrays.fill(scratch, aside, aside + positions * SLICE, 0f);
    int rows = Math.min(side, in.h() + in.halo() - top);
    int columns = Math.min(side, in.w() + in.halo() - left);
    for (int r = 0; r < rows; r++) {
      int from = base + in.pixelOffset(image, top + r, left);
      int to = aside + r * side * SLICE;
      for (int c = 0; c < columns; c++) {
        System.arraycopy(x, from + c * in.channelStride(), scratch, to + c * SLICE, n);
      }
    }
  }

  private void multiply(Slab slab, int tiles, float[] scratch) {
    Tables rows = tables(tiles, slab.width());
    int column = products;
    for (Panel panel : slab.panels()) {
      for (int p = 0; p < positions; p++) {
        int weights = panel.weightOffset() + p * spec.inChannels() * panel.width();
        multiply(panel, rows, scratch, p * inputStep, weights, column + p * productStep);
      }
      column += panel.width();
    }
  }

  private void multiply(Panel panel, Tables rows, float[] scratch, int from, int weights, int to) {
    int width = panel.width();
    int depth = spec.inChannels();
    int parts = (depth * width + CHUNK_WEIGHTS - 1) / CHUNK_WEIGHTS;
    int k = 0;
    for (int part = 0; part < parts; part++) {
      int terms = (depth - k) / (parts - part);
      float[] init = part == 0 ? ZEROS : null;
      int x = from + k;
      int w = weights + k * width;
      float low = Float.NEGATIVE_INFINITY;
      float high = Float.POSITIVE_INFINITY;
      if (width > kernels.panelWidth()) {
        int count = rows.wide().length / (2 * Kernels.WIDE_ROWS);
        kernels.wideTiles(
            count,
            terms,
            scratch,
            x,
            null,
            0,
            packed.weights(),
            w,
            width,
            init,
            0,
            scratch,
            to,
            rows.wide(),
            0,
            low,
            high);
      } else {
        int count = rows.narrow().length / Kernels.TILE_TABLE;
        kernels.tiles(
            count,
            width,
            terms,
            scratch,
            x,
            null,
            0,
            packed.weights(),
            w,
            width,
            init,
            0,
            scratch,
            to,
            rows.narrow(),
            0,
            low,
            high);
      }
      k += terms;
    }
  }

  /** The tables for some tiles and a width of products; made once. */
  private Tables tables(int tiles, int width) {
    for (int i = 0; i < tables.size(); i++) {
      Tables known = tables.get(i);
      if (known.tiles() == tiles && known.width() == width) {
        return known;
      }
    }
    Tables made =
        new Tables(
            tiles,
            width,
            table(tiles, Kernels.TILE_ROWS, width),
            table(tiles, Kernels.WIDE_ROWS, width));
    tables.add(made);
    return made;
  }

  private int[] table(int tiles, int rows, int width) {
    int count = (tiles + rows - 1) / rows;
    int[] table = new int[count * 2 * rows];
    for (int t = 0; t < count; t++) {
      for (int r = 0; r < rows; r++) {
        int tile = Math.min(t * rows + r, tiles - 1);
        table[t * 2 * rows + r] = tile * channels;
        table[t * 2 * rows + rows + r] = tile * width;
      }
    }
    return table;
  }

  /** Transforms the products of a tile back and writes its pixels. */
  private void resultTile(
      Slab slab, int row, int column, int tile, float[] y, int outBase, float[] scratch) {
    int image = row / tilesY;
    int top = row % tilesY * m;
    int left = column * m;
    int width = slab.width();
    int n = Math.min(width, out.writableChannels() - slab.channel());
    kernels.winogradOutput(
        m,
        side,
        n,
        scratch,
        products + tile * width,
        productStep,
        side * productStep,
        scratch,
        line,
        width,
        side * width);
    if (top + m <= out.h() && left + m <= out.w()) {
      int to = outBase + out.pixelOffset(image, top, left) + slab.channel();
      result(slab, n, scratch, y, to, out.rowStep(), out.channelStride());
    } else {
      result(slab, n, scratch, scratch, aside, m * width, width);
      copyPixels(slab, n, image, top, left, y, outBase, scratch);
    }
  }

  private void result(
      Slab slab, int n, float[] scratch, float[] y, int to, int rowStep, int pixelStep) {
    kernels.winogradResult(
        m,
        m,
        n,
        scratch,
        line,
        side * slab.width(),
        slab.width(),
        packed.bias(),
        slab.biasOffset(),
        y,
        to,
        rowStep,
        pixelStep,
        ConvStep.kernelLow(spec),
        ConvStep.kernelHigh(spec));
  }

  /** The pixels within the image of a tile that reaches beyond it. */
  private void copyPixels(
      Slab slab, int n, int image, int top, int left, float[] y, int outBase, float[] scratch) {
    int rows = Math.min(m, out.h() - top);
    int columns = Math.min(m, out.w() - left);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int from = aside + (r * m + c) * slab.width();
        int to = outBase + out.pixelOffset(image, top + r, left + c) + slab.channel();
        System.arraycopy(scratch, from, y, to, n);
      }
    }
  }

  /** What follows the products: image by image, or a part of some rows. */
  private void end(
      float[] y,
      int outBase,
      float[] added,
      int addedBase,
      int row,
      int rows,
      int column,
      int columns) {
    for (int r = row; r < row + rows; ) {
      int image = r / tilesY;
      int next = Math.min(row + rows, (image + 1) * tilesY);
      int top = r % tilesY * m;
      int height = Math.min(out.h(), (next - image * tilesY) * m) - top;
      if (columns == tilesX) {
        end.run(y, outBase, added, addedBase, image, top * out.w(), height * out.w());
      } else {
        int left = column * m;
        int width = Math.min(out.w() - left, columns * m);
        for (int i = top; i < top + height; i++) {
          end.run(y, outBase, added, addedBase, image, i * out.w() + left, width);
        }
      }
      r = next;
    }
  }
}
