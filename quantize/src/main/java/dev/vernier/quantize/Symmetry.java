package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the zero point of a quantizer may lie. */
public enum Symmetry {
  /** Wherever zero falls in the range. */
  ASYMMETRIC,
  /** In the middle of the type, the range symmetric about zero. */
  SYMMETRIC,
  /**
   * At the lowest code if no value is negative, else in the middle. The sides keep their own bounds
   * (ONNX Runtime's {@code ActivationRestrictedAsymmetric}).
   */
  RESTRICTED_ASYMMETRIC;

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The symmetry of that name; an unknown name fails with the list of names. */
  public static Symmetry of(String text) {
    return Arrays.stream(values())
        .filter(symmetry -> symmetry.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new VernierException(unknown(text)));
  }

  private static String unknown(String text) {
    String names = Arrays.stream(values()).map(Symmetry::text).collect(Collectors.joining(", "));
    return "Unknown symmetry \"" + text + "\": expected one of " + names;
  }
}
