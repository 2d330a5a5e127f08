package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.WinogradTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a convolution in the order its kernels read them: for every group and panel of output
 * channels the rows (window row, window column, input channel), for a depthwise convolution the
 * window positions over all channels. Made once a model, shared by every session, batch size and
 * plan; it does not depend on the geometry of the images.
 */
public final class PackedConv {
  /**
   * Output channels [channel, channel + width) of group {@code group}; width counts the padding.
   */
  record Panel(int group, int channel, int used, int width, int weightOffset, int biasOffset) {}

  private static final int DEPTHWISE_ALIGNMENT = 16;

  private final ConvSpec spec;
  private final boolean depthwise;
  private final int winograd;
  private final List<Panel> panels;
  private final float[] weights;
  private final float[] bias;

  private PackedConv(
      ConvSpec spec,
      boolean depthwise,
      int winograd,
      List<Panel> panels,
      float[] weights,
      float[] bias) {
    this.spec = spec;
    this.depthwise = depthwise;
    this.winograd = winograd;
    this.panels = List.copyOf(panels);
    this.weights = weights;
    this.bias = bias;
  }

  /** Packs for the panel width of these kernels. */
  public static PackedConv pack(ConvSpec spec, Kernels kernels) {
    // With up to four channels a pixel is no whole vector, and lanes cannot go over channels.
    boolean narrow =
        spec.outChannels() == ChannelsLastShape.strideFor(spec.outChannels())
            && spec.outChannels() % DEPTHWISE_ALIGNMENT != 0;
    return spec.isDepthwise() && !narrow ? packDepthwise(spec) : packPanels(spec, 0, kernels);
  }

  /** Packs as {@link #pack(ConvSpec, Kernels)}, or transformed if {@code winograd} is not 0. */
  public static PackedConv pack(ConvSpec spec, int winograd, Kernels kernels) {
    return winograd == 0 ? pack(spec, kernels) : packPanels(spec, winograd, kernels);
  }

  /** Bytes that packed weights take at most, from a group's output channels and their terms. */
  public static long mostBytes(int group, int outChannels, int depth, Kernels kernels) {
    long columns = outChannels + (long) Math.max(kernels.panelWidth(), kernels.wideWidth());
    return (long) Float.BYTES * group * columns * (depth + 1L);
  }

  private static PackedConv packDepthwise(ConvSpec spec) {
    int stride = ChannelsLastShape.strideFor(spec.outChannels());
    int taps = spec.kh() * spec.kw();
    float[] weights = new float[taps * stride];
    float[] bias = new float[stride];
    for (int c = 0; c < spec.outChannels(); c++) {
      bias[c] = biasOf(spec, c);
      for (int t = 0; t < taps; t++) {
        weights[t * stride + c] = spec.weights()[c * taps + t];
      }
    }
    return new PackedConv(spec, true, 0, List.of(), weights, bias);
  }

  private static PackedConv packPanels(ConvSpec spec, int winograd, Kernels kernels) {
    int side = winograd + 2;
    int depth = winograd == 0 ? spec.depth() : side * side * spec.groupInChannels();
    List<Panel> panels = cut(spec, depth, kernels);
    Panel last = panels.get(panels.size() - 1);
    float[] weights =
        new float[Math.addExact(last.weightOffset(), Math.multiplyExact(last.width(), depth))];
    float[] bias = new float[last.biasOffset() + last.width()];
    for (Panel panel : panels) {
      for (int j = 0; j < panel.used(); j++) {
        int out = panel.group() * spec.groupOutChannels() + panel.channel() + j;
        bias[panel.biasOffset() + j] = biasOf(spec, out);
        if (winograd == 0) {
          packColumn(spec, out, weights, panel.weightOffset() + j, panel.width());
        } else {
          transformColumn(spec, winograd, out, weights, panel.weightOffset() + j, panel.width());
        }
      }
    }
    return new PackedConv(spec, false, winograd, panels, weights, bias);
  }

  private static List<Panel> cut(ConvSpec spec, int depth, Kernels kernels) {
    List<Panel> panels = new ArrayList<>();
    int weightOffset = 0;
    int biasOffset = 0;
    for (int g = 0; g < spec.group(); g++) {
      for (int c = 0; c < spec.groupOutChannels(); ) {
        int rest = spec.groupOutChannels() - c;
        int width = width(rest, kernels);
        panels.add(new Panel(g, c, Math.min(rest, width), width, weightOffset, biasOffset));
        weightOffset = Math.addExact(weightOffset, Math.multiplyExact(width, depth));
        biasOffset += width;
        c += width;
      }
    }
    return panels;
  }

  /** Columns of the next panel: four vectors, or two, or for a rest of at most one vector one. */
  private static int width(int rest, Kernels kernels) {
    if (kernels.wideWidth() > 0 && rest > kernels.wideWidth() - kernels.lanes()) {
      return kernels.wideWidth();
    }
    return rest > kernels.lanes() ? kernels.panelWidth() : kernels.lanes();
  }

  private static void packColumn(ConvSpec spec, int out, float[] weights, int offset, int step) {
    int target = offset;
    for (int y = 0; y < spec.kh(); y++) {
      for (int x = 0; x < spec.kw(); x++) {
        for (int i = 0; i < spec.groupInChannels(); i++) {
          weights[target] = spec.weight(out, i, y, x);
          target += step;
        }
      }
    }
  }

  /** Positions of the transform by input channels, each rounded once. */
  private static void transformColumn(
      ConvSpec spec, int m, int out, float[] weights, int offset, int step) {
    int side = m + 2;
    double[][] rows = new double[3][];
    for (int i = 0; i < spec.groupInChannels(); i++) {
      for (int y = 0; y < 3; y++) {
        rows[y] =
            WinogradTransform.weights(
                m, spec.weight(out, i, y, 0), spec.weight(out, i, y, 1), spec.weight(out, i, y, 2));
      }
      for (int x = 0; x < side; x++) {
        double[] column = WinogradTransform.weights(m, rows[0][x], rows[1][x], rows[2][x]);
        for (int y = 0; y < side; y++) {
          int position = y * side + x;
          weights[offset + (position * spec.groupInChannels() + i) * step] = (float) column[y];
        }
      }
    }
  }

  private static float biasOf(ConvSpec spec, int out) {
    // No negative zero, so that none comes of adding the bias to a sum.
    return spec.bias() == null ? 0f : spec.bias()[out] + 0f;
  }

  /** What was packed. */
  public ConvSpec spec() {
    return spec;
  }

  /** Bytes that the packed form holds. */
  public long bytes() {
    return Float.BYTES * ((long) weights.length + bias.length);
  }

  /** Results a tile and direction, as {@link Winograd#outputs} tells; 0 if computed directly. */
  int winograd() {
    return winograd;
  }

  boolean depthwise() {
    return depthwise;
  }

  List<Panel> panels() {
    return panels;
  }

  float[] weights() {
    return weights;
  }

  float[] bias() {
    return bias;
  }
}
