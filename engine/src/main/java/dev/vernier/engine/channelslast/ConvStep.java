package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/**
 * Convolution with fused activation, or with a function of each element or an addition and a clip
 * after it; chooses the kernel that fits the geometry.
 */
public final class ConvStep implements ChannelsLastStep {
  private final ChannelsLastShape out;
  private final Products products;
  private final int requiredHalo;
  private final boolean zerosUnused;

  private ConvStep(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      BlockEnd end,
      Requantization codes,
      boolean movesZero,
      Kernels kernels) {
    this.out = out;
    this.requiredHalo = packed.spec().requiredHalo(in.h(), in.w());
    this.products = products(packed, in, out, end, codes, kernels);
    this.zerosUnused = movesZero || !products.writesUnusedChannels();
  }

  private static Products products(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      BlockEnd end,
      Requantization codes,
      Kernels kernels) {
    if (packed.depthwise()) {
      return new DepthwiseProducts(packed, in, out, end, codes, kernels);
    }
    if (packed.winograd() > 0) {
      return new WinogradProducts(packed, in, out, end, kernels);
    }
    return new PanelProducts(packed, in, out, end, codes, kernels);
  }

  /** True if the activation makes something else of the zeros in unused channels. */
  private static boolean movesZero(ConvSpec spec) {
    return movesZero(spec.clipLow(), spec.clipHigh());
  }

  private static boolean movesZero(float low, float high) {
    return low > 0f || high < 0f;
  }

  /** Packs the weights and makes the step; with more than one plan pack once and share. */
  public static ConvStep create(
      ConvSpec spec, ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    return create(PackedConv.pack(spec, kernels), in, out, kernels);
  }

  /** The step for one geometry over shared weights, packed by the same kernels. */
  public static ConvStep create(
      PackedConv packed, ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    check(packed.spec(), in, out);
    BlockEnd end = BlockEnd.of(packed.spec(), out, kernels);
    return new ConvStep(packed, in, out, end, null, movesZero(packed.spec()), kernels);
  }

  /** A convolution of integers without activation, whose sums become codes. */
  public static ConvStep toCodes(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      Requantization codes,
      Kernels kernels) {
    return toCodes(packed, in, null, out, codes, null, null, false, kernels);
  }

  /**
   * The same, then something on blocks of codes, then another image of codes that joins them: run
   * it with that image. With another image it must not be depthwise.
   *
   * @param added geometry of the other image; null if there is none
   * @param then null for nothing
   * @param addition null if there is no other image
   * @param movesZero whether these make something else of the zeros of unused channels
   */
  public static ConvStep toCodes(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape added,
      ChannelsLastShape out,
      Requantization codes,
      Epilogue then,
      Addition addition,
      boolean movesZero,
      Kernels kernels) {
    check(packed.spec(), in, out);
    boolean inTiles = packed.winograd() == 0;
    Epilogue before = inTiles ? then : BlockEnd.requantizing(codes, out, kernels).andThen(then);
    BlockEnd end = before == null ? null : BlockEnd.applying(before, out, kernels);
    if (added != null) {
      Borders.require(AddStep.sameImages(added, out), "images to add differ", added, out);
      end = BlockEnd.adding(out, added, before, addition, kernels);
    }
    return new ConvStep(packed, in, out, end, inTiles ? codes : null, movesZero, kernels);
  }

  /**
   * A convolution without activation, then a function of each element of its result. The function
   * works in place.
   */
  public static ConvStep applying(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      UnaryStep.Pointwise function,
      Kernels kernels) {
    check(packed.spec(), in, out);
    float[] zero = new float[1];
    function.apply(zero, 0, zero, 0, 1);
    boolean movesZero = Float.floatToRawIntBits(zero[0]) != 0;
    BlockEnd end = BlockEnd.applying(function, out, kernels);
    return new ConvStep(packed, in, out, end, null, movesZero, kernels);
  }

  /**
   * A convolution without activation, then something done to whole pixels.
   *
   * @param movesZero whether it makes something else of the zeros of unused channels
   */
  public static ConvStep continued(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      Epilogue then,
      boolean movesZero,
      Kernels kernels) {
    check(packed.spec(), in, out);
    BlockEnd end = BlockEnd.applying(then, out, kernels);
    return new ConvStep(packed, in, out, end, null, movesZero, kernels);
  }

  /**
   * A convolution without activation, to whose result an image is added and which is then clipped:
   * run it with that image. It must not be depthwise.
   */
  public static ConvStep adding(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape added,
      ChannelsLastShape out,
      float low,
      float high,
      Kernels kernels) {
    return adding(packed, in, added, out, null, low, high, kernels);
  }

  /**
   * The same, with something done to whole pixels before the image is added.
   *
   * @param before leaves the zeros of unused channels; null for nothing
   */
  public static ConvStep adding(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape added,
      ChannelsLastShape out,
      Epilogue before,
      float low,
      float high,
      Kernels kernels) {
    check(packed.spec(), in, out);
    Borders.require(AddStep.sameImages(added, out), "images to add differ", added, out);
    BlockEnd end = BlockEnd.adding(out, added, before, low, high, kernels);
    return new ConvStep(packed, in, out, end, null, movesZero(low, high), kernels);
  }

  private static void check(ConvSpec spec, ChannelsLastShape in, ChannelsLastShape out) {
    Borders.require(in.c() == spec.inChannels(), "input channels differ", in, spec.inChannels());
    Borders.require(
        out.c() == spec.outChannels(), "output channels differ", out, spec.outChannels());
    Borders.require(in.n() == out.n(), "batches differ", in, out);
    Borders.require(
        out.h() == spec.outputHeight(in.h()) && out.w() == spec.outputWidth(in.w()),
        "output size does not follow from the input",
        in,
        out);
    int needed = spec.requiredHalo(in.h(), in.w());
    Borders.require(in.halo() >= needed, "input halo too small for the padding", in, needed);
  }

  @Override
  public boolean tell(PixelWatch watch) {
    return products.tell(watch);
  }

  @Override
  public int requiredHalo() {
    return requiredHalo;
  }

  /** Working memory that a run takes, in floats. */
  public int scratchFloats() {
    return products.scratchFloats();
  }

  /** Runs with working memory of its own; a plan's steps share theirs. */
  @Override
  public void run(float[] in, int inBase, float[] out, int outBase) {
    run(in, inBase, null, 0, out, outBase, new float[scratchFloats()]);
  }

  /**
   * Runs the step.
   *
   * @param added the image to add, for a step made by {@link #adding}, else null
   * @param scratch at least {@link #scratchFloats} floats
   */
  public void run(
      float[] in,
      int inBase,
      float[] added,
      int addedBase,
      float[] out,
      int outBase,
      float[] scratch) {
    Borders.zeroHalo(this.out, out, outBase);
    products.run(in, inBase, added, addedBase, out, outBase, scratch);
    if (zerosUnused) {
      Borders.zeroUnusedChannels(this.out, out, outBase);
    }
  }

  /** Lower bound that the kernels apply themselves. */
  static float kernelLow(ConvSpec spec) {
    return spec.isLeaky() ? Float.NEGATIVE_INFINITY : spec.clipLow();
  }

  /** Upper bound that the kernels apply themselves. */
  static float kernelHigh(ConvSpec spec) {
    return spec.isLeaky() ? Float.POSITIVE_INFINITY : spec.clipHigh();
  }
}
