package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.ops.common.ExactSums;
import dev.vernier.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * An exact convolution of channels-last codes, held as floats less their zero point: of all weights
 * at once, or of {@link IntegerWeights#parts} whose sums are added as integers.
 */
final class ConvolutionParts {
  private final IntegerWeights weights;
  private final ChannelsLastShape to;
  private final List<ConvStep> steps = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();

  /**
   * A convolution.
   *
   * @param in range of the codes
   * @param step makes the step of a part for its packed weights and the geometry of its channels
   */
  ConvolutionParts(
      IntegerWeights weights,
      ImageNode node,
      CodeRange in,
      ChannelsLastShape from,
      ChannelsLastShape to,
      BiFunction<PackedConv, ChannelsLastShape, ConvStep> step,
      PreparedWeights prepared,
      Kernels kernels) {
    this.weights = weights;
    this.to = to;
    int group = (int) node.node().node().intAttribute("group", 1);
    for (IntegerWeights.Part part : weights.parts()) {
      int channels = part.weights().dim(1) * group;
      firsts.add(channels == from.c() ? 0 : part.from());
      PackedConv packed =
          ImageLayers.packed(part, weights.biasInProduct(), node, in, to, prepared, kernels);
      steps.add(step.apply(packed, channels(from, channels)));
    }
  }

  /** The geometry of some channels of an image. */
  private static ChannelsLastShape channels(ChannelsLastShape all, int c) {
    return new ChannelsLastShape(all.n(), c, all.h(), all.w(), all.halo(), all.channelStride());
  }

  /**
   * Writes the convolution, or whatever its only step makes of it.
   *
   * @param added image that the step adds, or null
   */
  void run(Place in, Place added, Place out, SessionWorkspace workspace) {
    if (weights.sumsOutside()) {
      addParts(in, out, workspace);
    } else {
      run(0, in, added, out, workspace);
    }
  }

  private void run(int part, Place in, Place added, Place out, SessionWorkspace workspace) {
    ConvStep step = steps.get(part);
    step.run(
        in.floats,
        in.base + firsts.get(part),
        added == null ? null : added.floats,
        added == null ? 0 : added.base,
        out.floats,
        out.base,
        workspace.floats(step.scratchFloats()));
  }

  private void addParts(Place in, Place out, SessionWorkspace workspace) {
    int n = to.floats();
    int[] total = workspace.ints(n);
    fillBias(total);
    for (int i = 0; i < steps.size(); i++) {
      run(i, in, null, out, workspace);
      ExactSums.add(out.floats, out.base, total, 0, n);
    }
    ExactSums.toFloats(total, 0, out.floats, out.base, n);
  }

  private void fillBias(int[] total) {
    int[] bias = weights.bias();
    for (int pixel = 0; pixel < to.floats(); pixel += to.channelStride()) {
      Arrays.fill(total, pixel, pixel + to.channelStride(), 0);
      if (bias != null) {
        System.arraycopy(bias, 0, total, pixel, to.c());
      }
    }
  }
}
