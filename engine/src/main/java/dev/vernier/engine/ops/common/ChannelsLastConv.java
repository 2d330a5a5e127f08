package dev.vernier.engine.ops.common;

import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.LayoutSteps;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/**
 * A dense convolution of one or two spatial axes, computed image by image through the step of
 * channels-last plans, so that the layout changes no bit: those whose weights are constant, which
 * are packed once, and those whose shapes make such plans use Winograd's filtering.
 */
public final class ChannelsLastConv {
  private static final int EXTENT = 3;

  /** A pixel takes at most so many floats a channel: sixteen for five. */
  private static final int MOST_PADDING = 4;

  /** What packed weights depend on besides the weights. */
  private record Key(
      int winograd,
      int group,
      int strideH,
      int strideW,
      int dilationH,
      int dilationW,
      Object bias,
      int biasOffset) {}

  private final Windows windows;
  private final ConvSpec spec;
  private final PackedConv packed;

  private ChannelsLastConv(Windows windows, PackedConv packed) {
    this.windows = windows;
    this.spec = packed.spec();
    this.packed = packed;
  }

  /**
   * The convolution of these tensors, or null if it is computed where it lies.
   *
   * @param direct whether Winograd's filtering is out of the question
   * @param prepared where packed weights are kept, or null if the weights are not constant
   */
  public static ChannelsLastConv of(
      Windows windows,
      int group,
      boolean direct,
      Tensor w,
      Tensor bias,
      PreparedWeights prepared,
      Kernels kernels) {
    if (w.rank() > 4 || !fits(windows, group, w)) {
      return null;
    }
    int winograd = direct ? 0 : winograd(windows, group, w);
    if (prepared == null) {
      return winograd == 0
          ? null
          : new ChannelsLastConv(
              windows, PackedConv.pack(spec(windows, group, w, bias), winograd, kernels));
    }
    PackedConv packed =
        prepared.get(
            w,
            key(windows, winograd, group, bias),
            need(windows, winograd, group, w, kernels),
            t -> PackedConv.pack(spec(windows, group, t, bias), winograd, kernels),
            PackedConv::bytes);
    return new ChannelsLastConv(windows, packed);
  }

  private static Key key(Windows windows, int winograd, int group, Tensor bias) {
    int[] stride = windows.stride();
    int[] dilation = windows.dilation();
    Object array = bias == null ? null : bias.array();
    int offset = bias == null ? 0 : bias.offset();
    return new Key(winograd, group, stride[1], stride[2], dilation[1], dilation[2], array, offset);
  }

  /** Whether an image of padded channels is an array. */
  private static boolean fits(Windows windows, int group, Tensor w) {
    double in = (double) inputLength(windows, 1) * inputLength(windows, 2) * w.dim(1) * group;
    double out = (double) windows.outputSize() * w.dim(0);
    return Math.max(in, out) * MOST_PADDING < Integer.MAX_VALUE;
  }

  private static int winograd(Windows windows, int group, Tensor w) {
    return w.rank() == 4 && group == 1 && hasFilterOfThree(windows)
        ? Winograd.outputs(w.dim(1), w.dim(0), windows.out()[1], windows.out()[2])
        : 0;
  }

  private static boolean hasFilterOfThree(Windows windows) {
    for (int axis = 1; axis <= 2; axis++) {
      if (windows.kernel()[axis] != EXTENT
          || windows.stride()[axis] != 1
          || windows.dilation()[axis] != 1) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that packed weights take at most. */
  private static long need(Windows windows, int winograd, int group, Tensor w, Kernels kernels) {
    int side = winograd + EXTENT - 1;
    int terms = winograd == 0 ? windows.taps() : side * side;
    return PackedConv.mostBytes(group, w.dim(0) / group, terms * w.dim(1), kernels);
  }

  /** Padding is part of the image here. */
  private static ConvSpec spec(Windows windows, int group, Tensor w, Tensor bias) {
    return new ConvSpec(
        w.dim(1) * group,
        w.dim(0),
        group,
        windows.kernel()[1],
        windows.kernel()[2],
        windows.stride()[1],
        windows.stride()[2],
        0,
        0,
        0,
        0,
        windows.dilation()[1],
        windows.dilation()[2],
        w.toFloats(),
        bias == null ? null : bias.toFloats(),
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        Float.NaN);
  }

  /** Working memory that several convolutions, one after the other, share. */
  public static final class Room {
    private final Workspace workspace;
    private float[] image = {};
    private float[] result = {};
    private float[] scratch = {};

    public Room(Workspace workspace) {
      this.workspace = workspace;
    }

    private void provide(int images, int results, int scratches) {
      image = atLeast(image, images);
      result = atLeast(result, results);
      scratch = atLeast(scratch, scratches);
    }

    private float[] atLeast(float[] known, int n) {
      return known.length >= n ? known : workspace.floats(n);
    }
  }

  /**
   * Writes the convolution of x, floats of batch, channels and one or two spatial axes, to y.
   *
   * @param room of the caller's workspace
   */
  public void eval(Tensor x, Tensor y, Room room) {
    int[] size = windows.out();
    ChannelsLastShape in =
        ChannelsLastShape.of(
            1, spec.inChannels(), inputLength(windows, 1), inputLength(windows, 2), 0);
    ChannelsLastShape out = ChannelsLastShape.of(1, spec.outChannels(), size[1], size[2], 0);
    Kernels kernels = room.workspace.kernels();
    ConvStep step = ConvStep.create(packed, in, out, kernels);
    room.provide(in.floats(), out.floats(), step.scratchFloats());
    for (int n = 0; n < x.dim(0); n++) {
      padded(x, n, in, room.image, kernels);
      step.run(room.image, 0, null, 0, room.result, 0, room.scratch);
      int to = y.offset() + n * spec.outChannels() * windows.outputSize();
      LayoutSteps.toChannelsFirst(out, kernels).run(room.result, 0, y.floats(), to);
    }
  }

  /** Positions along an axis that windows see, padding included. */
  private static int inputLength(Windows windows, int axis) {
    int extent = (windows.kernel()[axis] - 1) * windows.dilation()[axis] + 1;
    return (windows.out()[axis] - 1) * windows.stride()[axis] + extent;
  }

  /** Image {@code n}, channels last, within zeros. */
  private void padded(Tensor x, int n, ChannelsLastShape in, float[] image, Kernels kernels) {
    Arrays.fill(image, 0, in.floats(), 0f);
    int height = windows.in()[1];
    int width = windows.in()[2];
    int top = windows.begin()[1];
    int left = windows.begin()[2];
    int plane = height * width;
    int from = x.offset() + n * spec.inChannels() * plane;
    int first = Math.max(0, -left);
    int columns = Math.min(width, in.w() - left) - first;
    for (int r = Math.max(0, -top); r < Math.min(height, in.h() - top); r++) {
      kernels.transpose(
          x.floats(),
          from + r * width + first,
          plane,
          image,
          in.pixelOffset(0, r + top, first + left),
          in.channelStride(),
          spec.inChannels(),
          columns);
    }
  }
}
