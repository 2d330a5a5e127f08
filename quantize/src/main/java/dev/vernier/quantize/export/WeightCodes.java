package dev.vernier.quantize.export;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightRange;
import dev.vernier.quantize.plan.RoundedWeight;

/**
 * A constant rounded to codes of few bits: {@code w = scale * (code - zero point)}.
 *
 * @param codes one an element, in the low bits of a byte
 * @param scales one for each cell of the grid
 * @param zeroPoints likewise
 */
record WeightCodes(
    WeightFormat format, ScaleGrid grid, byte[] codes, float[] scales, int[] zeroPoints) {

  /** Largest int32 code of a bias is kept below half of the type, with a little to spare. */
  private static final double BIAS_STEPS = 4294967294.0 / (2 * 1.0001);

  /**
   * Rounds a constant.
   *
   * <p>A cell that is zero everywhere, or too small for a normal scale, takes the largest scale of
   * the others. Where a bias would overflow int32 with scale {@code activationScale * scale}, the
   * channel's scale grows until it does not.
   *
   * @param axis the axis of the channels or blocks, or -1 for one scale
   * @param bias a value for each channel; null if none is stored with this constant's scale
   */
  static WeightCodes of(
      TensorData weight, int axis, WeightFormat format, float[] bias, float activationScale) {
    float[] values = finite(weight.name(), weight.floats());
    ScaleGrid grid = ScaleGrid.of(weight.dims(), axis, format.granularity().blockSize());
    WeightExtremes extremes = WeightExtremes.of(values, grid);
    if (format.range() == WeightRange.MSE) {
      extremes = WeightRangeSearch.of(values, grid, format, extremes);
    }
    float[] scales = extremes.scales(format);
    if (bias != null) {
      fitBias(scales, bias, activationScale);
    }
    if (format.powerOfTwo()) {
      WeightExtremes.toPowersOfTwo(scales);
    }
    int[] zeroPoints = extremes.zeroPoints(format, scales);
    byte[] codes = round(values, grid, format.codes(), scales, zeroPoints);
    return new WeightCodes(format, grid, codes, scales, zeroPoints);
  }

  /** Codes that were found before. */
  static WeightCodes of(RoundedWeight rounded, long[] dims, int axis, WeightFormat format) {
    ScaleGrid grid = ScaleGrid.of(dims, axis, format.granularity().blockSize());
    return new WeightCodes(format, grid, rounded.codes(), rounded.scales(), rounded.zeroPoints());
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

  private static byte[] round(
      float[] values, ScaleGrid grid, IntegerRange codes, float[] scales, int[] zeroPoints) {
    byte[] result = new byte[values.length];
    grid.forEach(
        (i, cell) ->
            result[i] =
                (byte)
                    codes.clamp(Math.rint((double) values[i] / scales[cell]) + zeroPoints[cell]));
    return result;
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

  /** The values that the codes stand for. */
  float[] restored() {
    boolean signed = format.type() == DataType.INT8 || format.type() == DataType.INT4;
    float[] values = new float[codes.length];
    grid.forEach(
        (i, cell) -> {
          int code = signed ? codes[i] : codes[i] & 255;
          values[i] = scales[cell] * (code - zeroPoints[cell]);
        });
    return values;
  }

  /** The codes as a tensor of the format's type. */
  TensorData codes(String name, long[] dims) {
    return TensorData.of(name, format.type(), dims, packed(codes));
  }

  /** The zero points, shaped as the scales. */
  TensorData zeroPoints(String name) {
    byte[] bytes = new byte[zeroPoints.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) zeroPoints[i];
    }
    return TensorData.of(name, format.type(), grid.scaleDims(), packed(bytes));
  }

  TensorData scales(String name) {
    return TensorData.ofFloats(name, grid.scaleDims(), scales);
  }

  /** Codes of 4 bits go two into a byte, the first into the low half. */
  private byte[] packed(byte[] bytes) {
    if (format.type() != DataType.INT4 && format.type() != DataType.UINT4) {
      return bytes;
    }
    byte[] result = new byte[(bytes.length + 1) / 2];
    for (int i = 0; i < bytes.length; i++) {
      result[i / 2] |= (byte) ((bytes[i] & 15) << (4 * (i % 2)));
    }
    return result;
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
}
