package dev.vernier.engine.channelslast;

import java.util.ArrayList;
import java.util.List;

/** Where the terms of a convolution lie in its input. */
final class ConvTables {
  /** Weights that stay in the first-level cache beside what they are multiplied with. */
  private static final int CHUNK_WEIGHTS = 8 * 1024;

  /** Runs shorter than this are not worth a pass of their own. */
  private static final int SHORTEST_RUN = 48;

  /**
   * Consecutive terms: {@code depth} floats from {@code input} on in the window, or by taps from
   * {@code tap} on; {@code row} is the first of their weight rows.
   */
  record Chunk(int depth, int input, int tap, int row) {
    boolean byTaps() {
      return tap >= 0;
    }
  }

  private ConvTables() {}

  static Pixels pixels(ConvSpec spec, ChannelsLastShape in, ChannelsLastShape out) {
    return new Pixels(
        in, out, new Pixels.Windows(spec.strideH(), spec.strideW(), spec.padTop(), spec.padLeft()));
  }

  /** Offsets of the window positions. */
  static int[] windowTaps(ConvSpec spec, ChannelsLastShape in) {
    int[] taps = new int[spec.kh() * spec.kw()];
    for (int t = 0; t < taps.length; t++) {
      taps[t] =
          t / spec.kw() * spec.dilationH() * in.rowStep()
              + t % spec.kw() * spec.dilationW() * in.channelStride();
    }
    return taps;
  }

  /** Offsets of all terms: window positions by input channels of a group. */
  static int[] termTaps(ConvSpec spec, ChannelsLastShape in) {
    int[] window = windowTaps(spec, in);
    int channels = spec.groupInChannels();
    int[] taps = new int[window.length * channels];
    for (int t = 0; t < taps.length; t++) {
      taps[t] = window[t / channels] + t % channels;
    }
    return taps;
  }

  /**
   * The terms cut into passes: long runs of neighbouring floats directly, all else by taps.
   *
   * @param width columns of a panel of weights
   */
  static List<Chunk> chunks(ConvSpec spec, ChannelsLastShape in, int width) {
    int limit = CHUNK_WEIGHTS / width;
    int channels = spec.groupInChannels();
    boolean rowsJoin = spec.group() == 1 && channels == in.channelStride() && spec.dilationW() == 1;
    int run = rowsJoin ? spec.kw() * channels : channels;
    if (spec.depth() == run) {
      return cut(limit, run, 0, 0, false);
    }
    if (!rowsJoin || run < SHORTEST_RUN) {
      return cut(limit, spec.depth(), 0, 0, true);
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int y = 0; y < spec.kh(); y++) {
      chunks.addAll(cut(limit, run, y * spec.dilationH() * in.rowStep(), y * run, false));
    }
    return chunks;
  }

  /** A stretch of terms in the fewest nearly equal parts of at most {@code limit}. */
  private static List<Chunk> cut(int limit, int length, int input, int row, boolean byTaps) {
    int parts = (length + limit - 1) / limit;
    List<Chunk> chunks = new ArrayList<>();
    int from = 0;
    for (int p = 0; p < parts; p++) {
      int depth = (length - from) / (parts - p);
      chunks.add(new Chunk(depth, byTaps ? 0 : input + from, byTaps ? from : -1, row + from));
      from += depth;
    }
    return chunks;
  }
}
