package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which operators are worth quantizing depends on the kind of network. */
public enum ModelType {
  /**
   * {@link #TRANSFORMER} if the model holds attention (a Softmax that feeds a MatMul), {@link
   * #DETECTOR} if it selects boxes (NonMaxSuppression) or ends in three convolutions or more, else
   * {@link #CNN}.
   */
  AUTO,
  /** Element-wise operators between convolutions run in integers too. */
  CNN,
  /** Only matrix products and convolutions are quantized; residuals and activations stay float. */
  TRANSFORMER,
  /** As {@link #CNN}; the results of the last convolutions and what follows them stay float. */
  DETECTOR;

  /** The name used in configuration files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name; an unknown name fails with the list of names. */
  public static ModelType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new VernierException(unknown(text)));
  }

  private static String unknown(String text) {
    String names = Arrays.stream(values()).map(ModelType::text).collect(Collectors.joining(", "));
    return "Unknown model type \"" + text + "\": expected one of " + names;
  }
}
