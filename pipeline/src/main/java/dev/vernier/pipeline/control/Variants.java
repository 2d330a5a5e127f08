package dev.vernier.pipeline.control;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The combinations of settings that {@code validation.control.tune} names. */
final class Variants {
  private static final int MOST = 512;
  private static final List<String> SECTIONS =
      List.of("quantization.", "refine.rounding", "refine.bias-correction");

  private Variants() {}

  /** Every combination, the later settings varying fastest; empty without settings. */
  static List<List<String>> of(List<String> tune) {
    List<List<String>> combinations = List.of(List.of());
    for (String choice : tune) {
      List<List<String>> next = new ArrayList<>();
      for (List<String> combination : combinations) {
        for (String value : values(choice)) {
          List<String> longer = new ArrayList<>(combination);
          longer.add(key(choice) + "=" + value);
          next.add(longer);
        }
      }
      if (next.size() > MOST) {
        throw new VernierException(
            "validation.control.tune: more than " + MOST + " combinations; search fewer settings");
      }
      combinations = next;
    }
    return tune.isEmpty() ? List.of() : combinations;
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
