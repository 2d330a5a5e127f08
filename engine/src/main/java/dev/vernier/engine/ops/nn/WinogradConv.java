package dev.vernier.engine.ops.nn;

import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.LayoutSteps;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/**
 * A dense convolution whose shapes make channels-last plans compute it by Winograd's filtering:
 * image by image through the same step, so that the layout changes no bit.
 */
final class WinogradConv {
  private static final int EXTENT = 3;

  /** What transformed weights depend on besides the weights. */
  private record Key(int winograd, Object bias, int biasOffset) {}

  private final Windows windows;
  private final ConvSpec spec;
  private final PackedConv packed;

  private WinogradConv(Windows windows, PackedConv packed) {
    this.windows = windows;
    this.spec = packed.spec();
    this.packed = packed;
  }

  /**
   * The convolution of these tensors, or null if it is computed directly.
   *
   * @param prepared where transformed weights are kept, or null if the weights are not constant
   */
  static WinogradConv of(
      Windows windows,
      int group,
      Tensor w,
      Tensor bias,
      PreparedWeights prepared,
      Kernels kernels) {
    if (w.rank() != 4 || group != 1 || !hasFilterOfThree(windows)) {
      return null;
    }
    int[] out = windows.out();
    int winograd = Winograd.outputs(w.dim(1), w.dim(0), out[1], out[2]);
    if (winograd == 0) {
      return null;
    }
    if (prepared == null) {
      return new WinogradConv(windows, PackedConv.pack(spec(w, bias), winograd, kernels));
    }
    Key key =
        new Key(winograd, bias == null ? null : bias.array(), bias == null ? 0 : bias.offset());
    PackedConv packed =
        prepared.get(
            w, key, t -> PackedConv.pack(spec(t, bias), winograd, kernels), PackedConv::bytes);
    return new WinogradConv(windows, packed);
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

  /** Padding is part of the image here. */
  private static ConvSpec spec(Tensor w, Tensor bias) {
    return new ConvSpec(
        w.dim(1),
        w.dim(0),
        1,
        EXTENT,
        EXTENT,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        1,
        w.toFloats(),
        bias == null ? null : bias.toFloats(),
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        Float.NaN);
  }

  void eval(Tensor x, Tensor y, Workspace workspace) {
    int[] size = windows.out();
    ChannelsLastShape in =
        ChannelsLastShape.of(1, spec.inChannels(), size[1] + EXTENT - 1, size[2] + EXTENT - 1, 0);
    ChannelsLastShape out = ChannelsLastShape.of(1, spec.outChannels(), size[1], size[2], 0);
    Kernels kernels = workspace.kernels();
    ConvStep step = ConvStep.create(packed, in, out, kernels);
    float[] image = workspace.floats(in.floats());
    float[] result = workspace.floats(out.floats());
    float[] scratch = workspace.floats(step.scratchFloats());
    for (int n = 0; n < x.dim(0); n++) {
      padded(x, n, in, image, kernels);
      step.run(image, 0, null, 0, result, 0, scratch);
      int to = y.offset() + n * spec.outChannels() * windows.outputSize();
      LayoutSteps.toChannelsFirst(out, kernels).run(result, 0, y.floats(), to);
    }
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
