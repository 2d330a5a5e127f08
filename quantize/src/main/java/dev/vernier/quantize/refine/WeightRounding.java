package dev.vernier.quantize.refine;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;

/** How the refine stage rounds weights. */
public enum WeightRounding {
  /** Each to the nearest code. */
  NEAREST,
  /** So that the layer's outputs on its quantized inputs change least. */
  ERROR_FEEDBACK,
  /** So that they are nearest to those of the floating-point model. */
  RECONSTRUCTION;

  /** The rounding that a configuration names. */
  public static WeightRounding of(String text) {
    return Arrays.stream(values())
        .filter(rounding -> rounding.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "refine rounding = "
                        + text
                        + ": expected nearest, error-feedback or reconstruction"));
  }

  /** The name in configurations. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
