package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which outputs have a range that the operator implies rather than data. */
public enum FixedRanges {
  /** Softmax: 0 to 1, as ONNX Runtime's quantizer has it. */
  SOFTMAX,
  /**
   * The specification of TFLite: Softmax and Sigmoid have steps of 1/256 from 0, Tanh and
   * LpNormalization of 1/128 around 0, LogSoftmax of 16/256 up to 0; in 16 bits likewise.
   */
  TFLITE,
  /** All from data. */
  NONE;

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The choice of that name; an unknown name fails with the list of names. */
  public static FixedRanges of(String text) {
    return Arrays.stream(values())
        .filter(choice -> choice.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown fixed ranges \""
                        + text
                        + "\": expected one of "
                        + Arrays.stream(values())
                            .map(FixedRanges::text)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The parameters of TFLite for values in [0, 1].
   *
   * @param format whose symmetry decides the zero point; int16 is always symmetric
   */
  public static QuantizationParameters unit(ActivationFormat format) {
    boolean centered = isCentered(format);
    return parameters(
        format, 0, centered, centered ? format.codes().middle() : format.codes().min());
  }

  /** The parameters of TFLite for values in [-1, 1]. */
  public static QuantizationParameters signed(ActivationFormat format) {
    return parameters(format, 0, true, format.codes().middle());
  }

  /** The parameters of TFLite for logarithms of probabilities, cut off at -16. */
  public static QuantizationParameters logarithm(ActivationFormat format) {
    boolean centered = isCentered(format);
    return parameters(
        format, 4, centered, centered ? format.codes().middle() : format.codes().max());
  }

  private static boolean isCentered(ActivationFormat format) {
    return format.symmetry() == Symmetry.SYMMETRIC || format.type() == DataType.INT16;
  }

  /** Scale 2^(octaves - bits), twice that if only half of the codes are on a side of zero. */
  private static QuantizationParameters parameters(
      ActivationFormat format, int octaves, boolean centered, int zeroPoint) {
    int exponent = octaves - format.type().bits() + (centered ? 1 : 0);
    return new QuantizationParameters(Math.scalb(1f, exponent), zeroPoint, format.type());
  }
}
