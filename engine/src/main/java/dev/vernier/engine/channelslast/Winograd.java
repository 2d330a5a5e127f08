package dev.vernier.engine.channelslast;

/**
 * Which convolutions are computed by Winograd's minimal filtering, and for how many results at a
 * time. Both are part of a convolution's arithmetic and follow from its shapes alone: never from
 * batch, vector width or observers.
 *
 * <p>F(m x m, 3 x 3) takes (m + 2)^2 multiplications for m^2 results of 9 taps each. What it costs
 * besides are the transforms of inputs and products, tiles that reach beyond the image, and (m +
 * 2)^2 / 9 times the weights, which a small image does not pay for.
 */
public final class Winograd {
  /** System property that turns it off. */
  public static final String SWITCH = "vernier.winograd";

  private static final int EXTENT = 3;

  /** Fewer channels fill no vector. */
  private static final int FEWEST_CHANNELS = 16;

  /** Fewer channel pairs leave the kernels too little to do a call. */
  private static final long FEWEST_WEIGHTS = 512;

  /** More channel pairs would take too much memory, 144 bytes each. */
  private static final long MOST_WEIGHTS = 1 << 21;

  /** Multiply-adds in whose time one weight comes from the third-level cache. */
  private static final int WEIGHT_COST = 32;

  /** Multiply-adds in whose time one value is transformed, there and back. */
  private static final int TRANSFORM_COST = 16;

  /** The same with results rescaled in a pass of its own, which direct tiles do as they store. */
  private static final int EXACT_COST = 22;

  private Winograd() {}

  /** Whether any convolution is computed so: unless system property {@link #SWITCH} is false. */
  public static boolean enabled() {
    String value = System.getProperty(SWITCH, "true");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "system property " + SWITCH + " = \"" + value + "\": expected true or false");
    }
    return value.equals("true");
  }

  /**
   * As {@link #outputs(int, int, int, int)}; 0 for other windows than 3 x 3 of stride 1, and for
   * groups.
   *
   * @param h rows of the output
   * @param w columns of the output
   */
  public static int outputs(ConvSpec spec, int h, int w) {
    boolean fits =
        spec.kh() == 3
            && spec.kw() == 3
            && spec.strideH() == 1
            && spec.strideW() == 1
            && spec.dilationH() == 1
            && spec.dilationW() == 1
            && spec.group() == 1;
    return fits ? outputs(spec.inChannels(), spec.outChannels(), h, w) : 0;
  }

  /**
   * Results a tile in each direction of a 3 x 3 convolution of stride 1: 2 or 4, or 0 if it is
   * computed directly.
   *
   * @param h rows of the output
   * @param w columns of the output
   */
  public static int outputs(int inChannels, int outChannels, int h, int w) {
    long matrix = (long) inChannels * outChannels;
    if (Math.min(inChannels, outChannels) < FEWEST_CHANNELS
        || matrix < FEWEST_WEIGHTS
        || matrix > MOST_WEIGHTS) {
      return 0;
    }
    long direct = direct(inChannels, outChannels, h, w);
    long two = cost(inChannels, outChannels, 2, h, w, TRANSFORM_COST);
    long four = cost(inChannels, outChannels, 4, h, w, TRANSFORM_COST);
    if (Math.min(two, four) >= direct || !enabled()) {
      return 0;
    }
    return four < two ? 4 : 2;
  }

  /**
   * As {@link #exactOutputs(int, int, int, int)}; 0 for other windows than 3 x 3 of stride 1, and
   * for groups.
   */
  public static int exactOutputs(ConvSpec spec, int h, int w) {
    return outputs(spec, h, w) > 0 ? exactOutputs(spec.inChannels(), spec.outChannels(), h, w) : 0;
  }

  /**
   * 2 if a 3 x 3 convolution of stride 1 that tiles of two add exactly is less work by them than
   * directly, else 0.
   *
   * @param h rows of the output
   * @param w columns of the output
   */
  public static int exactOutputs(int inChannels, int outChannels, int h, int w) {
    boolean allowed = outputs(inChannels, outChannels, h, w) > 0;
    long two = cost(inChannels, outChannels, 2, h, w, EXACT_COST);
    return allowed && two < direct(inChannels, outChannels, h, w) ? 2 : 0;
  }

  private static long direct(int inChannels, int outChannels, int h, int w) {
    long matrix = (long) inChannels * outChannels;
    return EXTENT * EXTENT * matrix * ((long) h * w + WEIGHT_COST);
  }

  private static long cost(
      int inChannels, int outChannels, int m, int h, int w, int transformCost) {
    int positions = (m + EXTENT - 1) * (m + EXTENT - 1);
    long tiles = (long) ((h + m - 1) / m) * ((w + m - 1) / m);
    long matrix = (long) inChannels * outChannels;
    long values = tiles * (inChannels + outChannels);
    return positions * (matrix * (tiles + WEIGHT_COST) + transformCost * values);
  }
}
