package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.Epilogue;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.UnaryStep;
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
  private final boolean inPlace;
  private boolean movesZero;

  IntegerConvLayer(
      ImageNode node,
      ChannelsLastShape from,
      ChannelsLastShape to,
      PreparedWeights prepared,
      Kernels kernels) {
    this.product = (IntegerProduct) node.node().operator();
    this.to = to;
    Epilogue rescale = rescale(kernels);
    IntegerWeights weights = product.weights();
    this.inPlace = !weights.sumsOutside() && !movesZero;
    int group = (int) node.node().node().intAttribute("group", 1);
    for (IntegerWeights.Part part : weights.parts()) {
      int channels = part.weights().dim(1) * group;
      firsts.add(channels == from.c() ? 0 : part.from());
      PackedConv packed =
          ImageLayers.packed(
              part.weights(),
              weights.biasInProduct(),
              group,
              node.window(),
              Activation.NONE,
              prepared,
              kernels);
      Epilogue then = inPlace ? rescale : null;
      parts.add(ConvStep.create(packed, channels(from, channels), to, then, kernels));
    }
    this.requantize =
        new UnaryStep(to, to, (x, xo, y, yo, n) -> rescale.apply(y, yo, n / to.channelStride()));
  }

  /** The geometry of some channels of an image. */
  private static ChannelsLastShape channels(ChannelsLastShape all, int c) {
    return new ChannelsLastShape(all.n(), c, all.h(), all.w(), all.halo(), all.channelStride());
  }

  /**
   * Multiplies pixels with the channels' factors, clips and rounds. The bounds are whole numbers,
   * so that clipping before rounding is clipping after it.
   */
  private Epilogue rescale(Kernels kernels) {
    float[] all = product.multipliers();
    int stride = to.channelStride();
    float[] factors = new float[stride];
    Arrays.fill(factors, 0, to.c(), all[0]);
    if (all.length > 1) {
      System.arraycopy(all, 0, factors, 0, to.c());
    }
    CodeParameters out = product.out();
    float low = out.low() - out.zeroPoint();
    float high = out.high() - out.zeroPoint();
    if (!product.activation().equals(Activation.NONE)) {
      float least = (float) Math.rint(product.activation().low() / out.scale());
      float most = (float) Math.rint(product.activation().high() / out.scale());
      low = Math.min(Math.max(low, least), high);
      high = Math.max(Math.min(high, most), low);
    }
    movesZero = low > 0 || high < 0;
    float least = low;
    float most = high;
    return (y, offset, pixels) ->
        kernels.requantize(y, offset, factors, 0, y, offset, pixels, stride, least, most);
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    if (product.weights().sumsOutside()) {
      addParts(ins[0], out, workspace);
    } else {
      parts.get(0).run(ins[0].floats, ins[0].base, out.floats, out.base);
    }
    if (!inPlace) {
      requantize.run(out.floats, out.base, out.floats, out.base);
    }
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
