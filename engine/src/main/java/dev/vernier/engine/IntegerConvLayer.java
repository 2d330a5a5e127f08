package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.engine.channelslast.UnaryStep.Pointwise;
import dev.vernier.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link IntegerProduct} as a convolution of channels-last codes. */
final class IntegerConvLayer implements LayerStep.Layer {
  private final IntegerProduct product;
  private final ChannelsLastShape to;
  private final List<ChannelsLastStep> parts = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final ChannelsLastStep requantize;
  private final Kernels kernels;

  IntegerConvLayer(
      ImageNode node,
      ChannelsLastShape from,
      ChannelsLastShape to,
      PreparedWeights prepared,
      Kernels kernels) {
    this.product = (IntegerProduct) node.node().operator();
    this.to = to;
    this.kernels = kernels;
    int group = (int) node.node().node().intAttribute("group", 1);
    IntegerWeights weights = product.weights();
    for (IntegerWeights.Part part : weights.parts()) {
      firsts.add(part.weights().dim(1) * group == from.c() ? 0 : part.from());
      parts.add(
          ConvStep.create(
              ImageLayers.packed(
                  part.weights(),
                  weights.biasInProduct(),
                  group,
                  node.window(),
                  Activation.NONE,
                  prepared,
                  kernels),
              channels(from, part.weights().dim(1) * group),
              to,
              kernels));
    }
    this.requantize = new UnaryStep(to, to, scaleAndRound());
  }

  /** The geometry of some channels of an image. */
  private static ChannelsLastShape channels(ChannelsLastShape all, int c) {
    return new ChannelsLastShape(all.n(), c, all.h(), all.w(), all.halo(), all.channelStride());
  }

  /** Multiplies pixel by pixel with the channels' factors, clips, rounds and saturates. */
  private Pointwise scaleAndRound() {
    float[] all = product.multipliers();
    float[] factors = new float[to.channelStride()];
    Arrays.fill(factors, 0, to.c(), all[0]);
    if (all.length > 1) {
      System.arraycopy(all, 0, factors, 0, to.c());
    }
    float low = product.activation().low() / product.out().scale();
    float high = product.activation().high() / product.out().scale();
    boolean clips = !product.activation().equals(Activation.NONE);
    Pointwise round = Coding.round(product.out(), kernels);
    return (x, xo, y, yo, n) -> {
      for (int i = 0; i < n; i += factors.length) {
        kernels.mul(x, xo + i, factors, 0, y, yo + i, factors.length);
      }
      if (clips) {
        kernels.clip(y, yo, y, yo, n, low, high);
      }
      round.apply(y, yo, y, yo, n);
    };
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    if (product.weights().sumsOutside()) {
      addParts(ins[0], out, workspace);
    } else {
      parts.get(0).run(ins[0].floats, ins[0].base, out.floats, out.base);
    }
    requantize.run(out.floats, out.base, out.floats, out.base);
  }

  private void addParts(Place in, Place out, SessionWorkspace workspace) {
    int n = to.floats();
    int[] total = workspace.ints(n);
    fillBias(total);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).run(in.floats, in.base + firsts.get(i), out.floats, out.base);
      ExactSums.add(out.floats, out.base, total, 0, n);
    }
    ExactSums.toFloats(total, 0, out.floats, out.base, n);
  }

  private void fillBias(int[] total) {
    int[] bias = product.weights().bias();
    for (int pixel = 0; pixel < to.floats(); pixel += to.channelStride()) {
      Arrays.fill(total, pixel, pixel + to.channelStride(), 0);
      if (bias != null) {
        System.arraycopy(bias, 0, total, pixel, to.c());
      }
    }
  }
}
