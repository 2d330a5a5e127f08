package dev.vernier.engine.channelslast;

/**
 * What a convolution does: attributes of the ONNX operator and the activation fused into it.
 * Weights are OIHW as in ONNX; a null bias is zeros; clipLow and clipHigh are infinite if they
 * bound nothing; leakySlope is NaN if there is none. The arrays are shared, not copied.
 *
 * <p>Every output is the bias, then one fused multiply-add for each (row, column, input channel) of
 * the window in this order, padding included as zeros, then + 0.0, then the leaky slope, then the
 * clip. Adding a product with a zero changes nothing but the sign of a zero, and the final + 0.0
 * leaves no negative zero: hence padded channels and the cutting of the sum into chunks cannot be
 * seen in the result.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConvSpec(
    int inChannels,
    int outChannels,
    int group,
    int kh,
    int kw,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW,
    float[] weights,
    float[] bias,
    float clipLow,
    float clipHigh,
    float leakySlope) {

  /** Refuses weights and attributes that do not belong together. */
  public ConvSpec {
    if (group < 1 || inChannels % group != 0 || outChannels % group != 0) {
      throw new IllegalArgumentException(
          "convolution of %d to %d channels cannot have %d groups"
              .formatted(inChannels, outChannels, group));
    }
    long expected = (long) outChannels * (inChannels / group) * kh * kw;
    if (weights.length != expected) {
      throw new IllegalArgumentException(
          "convolution weights: expected %d values, got %d".formatted(expected, weights.length));
    }
    if (bias != null && bias.length != outChannels) {
      throw new IllegalArgumentException(
          "convolution bias: expected %d values, got %d".formatted(outChannels, bias.length));
    }
  }

  /** Input channels that one output sees. */
  int groupInChannels() {
    return inChannels / group;
  }

  /** Output channels of one group. */
  int groupOutChannels() {
    return outChannels / group;
  }

  /** Terms of one output. */
  int depth() {
    return kh * kw * groupInChannels();
  }

  /** True if every channel is convolved with itself alone. */
  boolean isDepthwise() {
    return group > 1 && group == inChannels && group == outChannels;
  }

  boolean isLeaky() {
    return !Float.isNaN(leakySlope);
  }

  /** Rows of the output for rows of the input. */
  public int outputHeight(int h) {
    return (h + padTop + padBottom - (kh - 1) * dilationH - 1) / strideH + 1;
  }

  /** Columns of the output for columns of the input. */
  public int outputWidth(int w) {
    return (w + padLeft + padRight - (kw - 1) * dilationW - 1) / strideW + 1;
  }

  /** Halo that an input of h by w must have: how far any window reaches beyond it. */
  public int requiredHalo(int h, int w) {
    int below = (outputHeight(h) - 1) * strideH + (kh - 1) * dilationH - padTop - (h - 1);
    int right = (outputWidth(w) - 1) * strideW + (kw - 1) * dilationW - padLeft - (w - 1);
    return Math.max(0, Math.max(Math.max(padTop, padLeft), Math.max(below, right)));
  }

  float weight(int out, int in, int y, int x) {
    return weights[((out * groupInChannels() + in) * kh + y) * kw + x];
  }
}
