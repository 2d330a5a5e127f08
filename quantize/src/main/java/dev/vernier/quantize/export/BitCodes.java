package dev.vernier.quantize.export;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;

/**
 * A weight rounded to signed codes of 1 to 16 bits with zero point 0.
 *
 * @param scales one, or one a channel
 */
record BitCodes(int[] codes, float[] scales) {

  /**
   * Codes of a width, as many on both sides of zero, by the largest magnitude of each channel. One
   * bit is the sign, its scale the mean magnitude, which has the least squared error.
   */
  static BitCodes of(float[] values, ScaleGrid channels, int bits) {
    float[] scales = bits == 1 ? means(values, channels) : maxima(values, channels, bits);
    int most = bits == 1 ? 1 : (1 << (bits - 1)) - 1;
    int[] codes = new int[values.length];
    channels.forEach(
        (i, channel) -> {
          double steps = Math.rint((double) values[i] / scales[channel]);
          int code = (int) Math.max(-most, Math.min(most, steps));
          codes[i] = bits == 1 ? (values[i] < 0 ? -1 : 1) : code;
        });
    return new BitCodes(codes, scales);
  }

  private static float[] maxima(float[] values, ScaleGrid channels, int bits) {
    float[] scales = new float[channels.count()];
    channels.forEach((i, c) -> scales[c] = Math.max(scales[c], Math.abs(values[i])));
    for (int c = 0; c < scales.length; c++) {
      scales[c] = normal((double) scales[c] / ((1 << (bits - 1)) - 1));
    }
    return scales;
  }

  private static float[] means(float[] values, ScaleGrid channels) {
    double[] sums = new double[channels.count()];
    channels.forEach((i, c) -> sums[c] += Math.abs(values[i]));
    float[] scales = new float[sums.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = normal(sums[c] * scales.length / values.length);
    }
    return scales;
  }

  /** A channel of zeros has scale 1. */
  private static float normal(double scale) {
    return scale < Float.MIN_NORMAL ? 1f : (float) scale;
  }

  /** The codes in the smallest of INT4, INT8 and INT16 that holds them. */
  TensorData tensor(String name, long[] dims) {
    int low = 0;
    int high = 0;
    for (int code : codes) {
      low = Math.min(low, code);
      high = Math.max(high, code);
    }
    DataType type =
        low >= -8 && high <= 7
            ? DataType.INT4
            : low >= -128 && high <= 127 ? DataType.INT8 : DataType.INT16;
    long[] wide = new long[codes.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = codes[i];
    }
    return TensorData.ofIntegers(name, type, dims, wide);
  }

  TensorData scales(String name) {
    long[] dims = scales.length == 1 ? new long[0] : new long[] {scales.length};
    return TensorData.ofFloats(name, dims, scales);
  }
}
