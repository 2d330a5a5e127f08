package dev.vernier.engine;

import dev.vernier.engine.channelslast.Addition;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.Epilogue;
import dev.vernier.engine.channelslast.Requantization;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.kernels.CodeSum;
import dev.vernier.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link IntegerProduct} as a convolution of channels-last codes, to codes or to numbers. */
final class IntegerConvLayer implements LayerStep.Layer {
  private final IntegerProduct product;
  private final CodeAddition addition;
  private final ChannelsLastShape to;
  private final ConvolutionParts parts;

  /** What becomes of sums that were not stored as codes. */
  private final List<ChannelsLastStep> afterwards = new ArrayList<>();

  /** The addition to codes that were made afterwards; null if it was done before. */
  private final IntegerAddLayer last;

  /**
   * A convolution.
   *
   * @param places the image, and that of the addition if there is one
   */
  IntegerConvLayer(
      ImageNode node,
      Place[] places,
      ChannelsLastShape to,
      PreparedWeights prepared,
      Kernels kernels) {
    this.product = (IntegerProduct) node.node().operator();
    this.addition = node.addition();
    this.to = to;
    ChannelsLastShape added = addition == null ? null : places[1].channelsLast;
    boolean toCodes = product.out() != null;
    float[] bounds = toCodes ? bounds() : null;
    IntegerWeights weights = product.weights();
    boolean inStore = toCodes && !weights.sumsOutside() && bounds[0] <= 0 && bounds[1] >= 0;
    int pixel = ImageLayers.pixel(to);
    this.parts =
        new ConvolutionParts(
            weights,
            node,
            CodeRange.of(product.in()),
            places[0].channelsLast,
            to,
            inStore
                ? (packed, in) ->
                    ConvStep.toCodes(
                        packed,
                        in,
                        added,
                        to,
                        codes(bounds),
                        inBlock(node.maps(), pixel, kernels),
                        addition == null ? null : sum(kernels),
                        movesZero(node, kernels),
                        kernels)
                : (packed, in) -> ConvStep.create(packed, in, to, kernels),
            prepared,
            kernels);
    if (!inStore) {
      afterwards.add(toCodes ? requantize(bounds, kernels) : toNumbers(kernels));
      node.maps()
          .forEach(
              map -> afterwards.add(new UnaryStep(to, to, map.onPixels(to.c(), pixel, kernels))));
    }
    boolean left = addition != null && addition.side() == 0;
    this.last =
        inStore || addition == null
            ? null
            : new IntegerAddLayer(addition.add(), left ? to : added, left ? added : to, to);
  }

  private Epilogue inBlock(List<CodeMap> maps, int pixel, Kernels kernels) {
    Epilogue all = null;
    for (CodeMap map : maps) {
      Epilogue next = map.inPlace(to.c(), pixel, to.channelStride(), kernels);
      all = all == null ? next : all.andThen(next);
    }
    return all;
  }

  private Addition sum(Kernels kernels) {
    CodeSum sum = addition.add().sumLessZeros();
    return addition.side() == 0
        ? (y, yo, r, ro, n) -> kernels.addCodes(y, yo, r, ro, y, yo, n, sum)
        : (y, yo, r, ro, n) -> kernels.addCodes(r, ro, y, yo, y, yo, n, sum);
  }

  /** Whether the zeros of unused channels become something else. */
  private boolean movesZero(ImageNode node, Kernels kernels) {
    float[] zero = new float[1];
    if (addition != null) {
      sum(kernels).apply(zero, 0, new float[1], 0, 1);
    }
    return zero[0] != 0 || node.maps().stream().anyMatch(CodeMap::movesZero);
  }

  /**
   * Least and most of the codes less their zero point. The bounds of a clip are rounded as its
   * result would be.
   */
  private float[] bounds() {
    CodeParameters out = product.out();
    float low = out.low() - out.zeroPoint();
    float high = out.high() - out.zeroPoint();
    if (!product.activation().equals(Activation.NONE)) {
      float least = (float) Math.rint(product.activation().low() / out.scale());
      float most = (float) Math.rint(product.activation().high() / out.scale());
      low = Math.min(Math.max(low, least), high);
      high = Math.max(Math.min(high, most), low);
    }
    return new float[] {low, high};
  }

  private Requantization codes(float[] bounds) {
    return new Requantization(factors(), bounds[0], bounds[1]);
  }

  private float[] factors() {
    float[] all = product.multipliers();
    float[] factors = new float[to.c()];
    Arrays.fill(factors, all[0]);
    System.arraycopy(all, 0, factors, 0, all.length);
    return factors;
  }

  private ChannelsLastStep requantize(float[] bounds, Kernels kernels) {
    int pixel = ImageLayers.pixel(to);
    float[] factors = Arrays.copyOf(factors(), pixel);
    return new UnaryStep(
        to,
        to,
        (x, xo, y, yo, n) ->
            kernels.requantize(
                x, xo, factors, 0, y, yo, n / pixel, pixel, pixel, bounds[0], bounds[1]));
  }

  /** Multiplies sums by the scales of their channels. */
  private ChannelsLastStep toNumbers(Kernels kernels) {
    int pixel = ImageLayers.pixel(to);
    float[] factors = Arrays.copyOf(factors(), pixel);
    return new UnaryStep(
        to, to, (x, xo, y, yo, n) -> kernels.mulRow(x, xo, factors, 0, y, yo, n / pixel, pixel));
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    parts.run(ins[0], addition == null || last != null ? null : ins[1], out, workspace);
    for (ChannelsLastStep step : afterwards) {
      step.run(out.floats, out.base, out.floats, out.base);
    }
    if (last != null) {
      boolean left = addition.side() == 0;
      Place[] operands = {left ? out : ins[1], left ? ins[1] : out};
      last.run(operands, out, workspace);
    }
  }
}
