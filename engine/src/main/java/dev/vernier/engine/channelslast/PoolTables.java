package dev.vernier.engine.channelslast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For each output pixel of an image the input pixels in its window, padding left out. Windows that
 * are cut alike share one list of offsets, relative to the window's first position.
 */
final class PoolTables {
  /** Rows [top, bottom) and columns [left, right) of a window that lie inside the image. */
  private record Cut(int top, int bottom, int left, int right) {}

  private final PoolSpec spec;
  private final ChannelsLastShape in;
  private final Map<Cut, int[]> ranges = new HashMap<>();
  private final List<Integer> offsets = new ArrayList<>();

  /** A window: input offset of its first position, its list [from, to), and its divisors. */
  record Window(int input, int output, int from, int to, int inside, int withPadding) {}

  private final List<Window> windows = new ArrayList<>();

  PoolTables(PoolSpec spec, ChannelsLastShape in, ChannelsLastShape out) {
    this.spec = spec;
    this.in = in;
    for (int y = 0; y < out.h(); y++) {
      for (int x = 0; x < out.w(); x++) {
        windows.add(window(y, x, out.pixelOffset(0, y, x)));
      }
    }
  }

  Window[] windows() {
    return windows.toArray(Window[]::new);
  }

  int[] offsets() {
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }

  private Window window(int y, int x, int output) {
    int firstY = y * spec.strideH() - spec.padTop();
    int firstX = x * spec.strideW() - spec.padLeft();
    Cut cut =
        new Cut(
            firstInside(firstY, spec.dilationH(), spec.kh()),
            positionsBelow(firstY, spec.dilationH(), spec.kh(), in.h()),
            firstInside(firstX, spec.dilationW(), spec.kw()),
            positionsBelow(firstX, spec.dilationW(), spec.kw(), in.w()));
    int[] range = ranges.computeIfAbsent(cut, this::list);
    int rows = positionsBelow(firstY, spec.dilationH(), spec.kh(), in.h() + spec.padBottom());
    int cols = positionsBelow(firstX, spec.dilationW(), spec.kw(), in.w() + spec.padRight());
    int input = in.pixelOffset(0, firstY, firstX);
    return new Window(input, output, range[0], range[1], range[1] - range[0], rows * cols);
  }

  /** First window position that is not before the image. */
  private static int firstInside(int first, int dilation, int size) {
    int k = 0;
    while (k < size && first + k * dilation < 0) {
      k++;
    }
    return k;
  }

  /** Number of leading window positions below a limit. */
  private static int positionsBelow(int first, int dilation, int size, int limit) {
    int k = size;
    while (k > 0 && first + (k - 1) * dilation >= limit) {
      k--;
    }
    return k;
  }

  private int[] list(Cut cut) {
    int from = offsets.size();
    for (int y = cut.top(); y < cut.bottom(); y++) {
      for (int x = cut.left(); x < cut.right(); x++) {
        offsets.add(
            y * spec.dilationH() * in.rowStep() + x * spec.dilationW() * in.channelStride());
      }
    }
    return new int[] {from, offsets.size()};
  }
}
