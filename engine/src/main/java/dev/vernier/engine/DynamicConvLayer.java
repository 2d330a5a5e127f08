package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.Epilogue;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/**
 * {@link DynamicProduct} as a convolution of channels-last codes, with what is fused into it: a
 * clip, a function of each element, or the addition of another image. The last place read is the
 * range of the codes.
 */
final class DynamicConvLayer implements LayerStep.Layer {
  private final DynamicProduct product;
  private final ImageNode node;
  private final ChannelsLastShape to;
  private final ChannelsLastShape added;
  private final Kernels kernels;
  private final int pixel;
  private final float[] factors;
  private final float[] shifts;
  private final ConvolutionParts parts;

  /** What becomes of sums of several parts; null for a single one, which does it itself. */
  private final ChannelsLastStep afterwards;

  DynamicConvLayer(
      ImageNode node,
      Place[] places,
      ChannelsLastShape to,
      PreparedWeights prepared,
      Kernels kernels) {
    this.product = (DynamicProduct) node.node().operator();
    this.node = node;
    this.to = to;
    this.added = node.inputs().length > 1 ? places[1].channelsLast : null;
    this.kernels = kernels;
    this.pixel = ImageLayers.pixel(to);
    this.factors = new float[pixel];
    this.shifts = Arrays.copyOf(product.bias(), pixel);
    ChannelsLastShape from = places[0].channelsLast;
    IntegerWeights weights = product.weights();
    boolean outside = weights.sumsOutside();
    this.parts =
        new ConvolutionParts(
            weights,
            node,
            CodeRange.ofAnyZeroPoint(),
            from,
            to,
            outside ? (packed, in) -> ConvStep.create(packed, in, to, kernels) : this::continued,
            prepared,
            kernels);
    this.afterwards =
        outside ? new UnaryStep(to, to, (x, xo, y, yo, n) -> finish(y, yo, n / pixel)) : null;
  }

  private ConvStep continued(PackedConv packed, ChannelsLastShape in) {
    Activation clip = node.activation();
    Epilogue rescaled = this::finish;
    return added == null
        ? ConvStep.continued(packed, in, to, rescaled, movesZero(), kernels)
        : ConvStep.adding(packed, in, added, to, rescaled, clip.low(), clip.high(), kernels);
  }

  /** Whether the zeros of unused channels become something else. */
  private boolean movesZero() {
    float[] zero = new float[pixel];
    finish(zero, 0, 1);
    return Float.floatToRawIntBits(zero[pixel - 1]) != 0;
  }

  /** Turns the sums of some pixels into numbers, in place. */
  private void finish(float[] y, int offset, int pixels) {
    Activation clip = added == null ? node.activation() : Activation.NONE;
    int step = to.channelStride();
    float low = clip.low();
    float high = clip.high();
    kernels.rescale(y, offset, factors, shifts, 0, y, offset, pixels, pixel, step, low, high);
    int run = step == pixel ? pixels : 1;
    for (int p = 0; node.function() != null && p < pixels; p += run) {
      int at = offset + p * step;
      node.function().apply(y, at, 1, y, at, 1, y, at, run * pixel);
    }
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    product.factors(ins[ins.length - 1].tensor, factors);
    parts.run(ins[0], added == null ? null : ins[1], out, workspace);
    if (afterwards != null) {
      afterwards.run(out.floats, out.base, out.floats, out.base);
    }
  }
}
