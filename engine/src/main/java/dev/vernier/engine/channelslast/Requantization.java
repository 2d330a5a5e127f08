package dev.vernier.engine.channelslast;

import java.util.Arrays;

/**
 * How the exact sums of a convolution become codes: multiplied by their channel's factor, rounded
 * half to even, clipped.
 *
 * @param factors one a channel; kernels may read zeros beyond them
 * @param low a whole number, not above 0, so that unused channels stay zeros
 * @param high a whole number, not below 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Requantization(float[] factors, float low, float high) {
  /** Widest panel of output channels in the kernels. */
  private static final int WIDEST = 64;

  /** Refuses what would not leave a zero as it is; takes a copy of the factors. */
  public Requantization {
    if (low > 0 || high < 0) {
      throw new IllegalArgumentException("codes from " + low + " to " + high + " have no zero");
    }
    factors = Arrays.copyOf(factors, ChannelsLastShape.strideFor(factors.length) + WIDEST);
  }
}
