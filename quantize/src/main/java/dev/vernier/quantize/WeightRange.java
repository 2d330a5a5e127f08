package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the codes of a weight cover. */
public enum WeightRange {
  /** Every value of what shares a scale. */
  MINMAX,
  /** So much of it as gives the least squared error, rounding and clipping together. */
  MSE;

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The range of that name; an unknown name fails with the list of names. */
  public static WeightRange of(String text) {
    return Arrays.stream(values())
        .filter(range -> range.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new VernierException(unknown(text)));
  }

  private static String unknown(String text) {
    String names = Arrays.stream(values()).map(WeightRange::text).collect(Collectors.joining(", "));
    return "Unknown range of weights \"" + text + "\": expected one of " + names;
  }
}
