package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which weights use one bit less. The pair products of uint8 activations and int8 weights are added
 * in 16 bits by x86 processors without VNNI and may saturate there; with 7 bits they cannot.
 */
public enum ReduceRange {
  NONE,
  /** The first weighted operators after each input of the model. */
  FIRST_LAYER,
  ALL;

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The choice of that name; {@code true} means all and {@code false} none. */
  public static ReduceRange of(String text) {
    return switch (text) {
      case "true" -> ALL;
      case "false" -> NONE;
      default ->
          Arrays.stream(values())
              .filter(choice -> choice.text().equals(text))
              .findFirst()
              .orElseThrow(() -> new VernierException(unknown(text)));
    };
  }

  private static String unknown(String text) {
    String names = Arrays.stream(values()).map(ReduceRange::text).collect(Collectors.joining(", "));
    return "Unknown choice of reduced range \"" + text + "\": expected one of " + names;
  }
}
