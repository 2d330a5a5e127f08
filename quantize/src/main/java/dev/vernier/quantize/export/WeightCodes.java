package dev.vernier.quantize.export;

import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.IntegerRange;

/**
 * A constant rounded symmetrically: int8 codes and a scale for each channel.
 *
 * @param scales one, or one for each index of the channel axis
 */
record WeightCodes(byte[] codes, float[] scales) {

  /** Largest int32 code of a bias is kept below half of the type, with a little to spare. */
  private static final double BIAS_STEPS = 4294967294.0 / (2 * 1.0001);

  /**
   * Rounds a constant.
   *
   * <p>A channel that is zero everywhere, or too small for a normal scale, takes the largest scale
   * of the others. Where a bias would overflow int32 with scale {@code activationScale * scale},
   * the channel's scale grows until it does not.
   *
   * @param axis the channel axis, or -1 for one scale
   * @param bias a value for each channel; null if none is stored with this constant's scale
   */
  static WeightCodes of(
      TensorData weight, int axis, IntegerRange codes, float[] bias, float activationScale) {
    float[] values = finite(weight.name(), weight.floats());
    Channels channels = Channels.of(weight.dims(), axis);
    float[] scales = scales(channels.magnitudes(values), codes.max());
    if (bias != null) {
      fitBias(scales, bias, activationScale);
    }
    return new WeightCodes(channels.round(values, scales, codes), scales);
  }

  /** The values; one that is not finite fails. */
  static float[] finite(String constant, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new VernierException(
            "Constant '"
                + constant
                + "' holds "
                + value
                + ": expected finite numbers; mend the model");
      }
    }
    return values;
  }

  private static float[] scales(float[] magnitudes, int steps) {
    float[] scales = new float[magnitudes.length];
    float largest = 0f;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) ((double) magnitudes[i] / steps);
      largest = Math.max(largest, scales[i]);
    }
    float substitute = largest < Float.MIN_NORMAL ? 1f : largest;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scales[i] < Float.MIN_NORMAL ? substitute : scales[i];
    }
    return scales;
  }

  private static void fitBias(float[] scales, float[] bias, float activationScale) {
    for (int i = 0; i < bias.length; i++) {
      int channel = scales.length == 1 ? 0 : i;
      double smallest = Math.abs((double) bias[i]) / BIAS_STEPS;
      double product = (double) activationScale * scales[channel];
      if (product < smallest) {
        scales[channel] = Math.nextUp((float) (scales[channel] * (smallest / product)));
      }
    }
  }

  /** A bias as int32 codes with scale {@code activationScale * scale}. */
  int[] biasCodes(float[] bias, float activationScale) {
    int[] result = new int[bias.length];
    for (int i = 0; i < bias.length; i++) {
      double scale = (double) activationScale * scales[scales.length == 1 ? 0 : i];
      double code = Math.rint(bias[i] / scale);
      result[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, code));
    }
    return result;
  }

  /** The scales of a bias. */
  float[] biasScales(float activationScale) {
    float[] result = new float[scales.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = activationScale * scales[i];
    }
    return result;
  }

  /** Row-major content seen as outer times channels times inner. */
  private record Channels(int outer, int channels, int inner) {

    static Channels of(long[] dims, int axis) {
      if (axis < 0) {
        return new Channels(1, 1, product(dims, 0, dims.length));
      }
      return new Channels(
          product(dims, 0, axis), (int) dims[axis], product(dims, axis + 1, dims.length));
    }

    private static int product(long[] dims, int from, int to) {
      long product = 1;
      for (int i = from; i < to; i++) {
        product *= dims[i];
      }
      return Math.toIntExact(product);
    }

    float[] magnitudes(float[] values) {
      float[] result = new float[channels];
      for (int o = 0; o < outer; o++) {
        for (int c = 0; c < channels; c++) {
          int start = (o * channels + c) * inner;
          for (int i = start; i < start + inner; i++) {
            result[c] = Math.max(result[c], Math.abs(values[i]));
          }
        }
      }
      return result;
    }

    byte[] round(float[] values, float[] scales, IntegerRange codes) {
      byte[] result = new byte[values.length];
      for (int o = 0; o < outer; o++) {
        for (int c = 0; c < channels; c++) {
          int start = (o * channels + c) * inner;
          for (int i = start; i < start + inner; i++) {
            result[i] = (byte) codes.clamp(Math.rint((double) values[i] / scales[c]));
          }
        }
      }
      return result;
    }
  }
}
