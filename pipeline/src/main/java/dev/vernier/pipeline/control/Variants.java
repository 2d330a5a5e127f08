package dev.vernier.pipeline.control;

import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.regex.Pattern;

/** The settings that {@code validation.control.tune} names. */
final class Variants {
  private static final List<String> SECTIONS =
      List.of("quantization.", "refine.rounding", "refine.bias-correction");

  private Variants() {}

  /** Of each of the settings its values, as {@code key=value}. */
  static List<List<String>> of(List<String> tune) {
    return tune.stream()
        .map(choice -> values(choice).stream().map(value -> key(choice) + "=" + value).toList())
        .toList();
  }

  private static String key(String choice) {
    int equals = choice.indexOf('=');
    if (equals <= 0 || SECTIONS.stream().noneMatch(choice::startsWith)) {
      throw new VernierException(
          "validation.control.tune: '"
              + choice
              + "'; expected 'key=value|value' with a key that starts with "
              + String.join(" or ", SECTIONS));
    }
    return choice.substring(0, equals).strip();
  }

  private static List<String> values(String choice) {
    String values = choice.substring(choice.indexOf('=') + 1);
    return Pattern.compile("\\|").splitAsStream(values).map(String::strip).toList();
  }
}
