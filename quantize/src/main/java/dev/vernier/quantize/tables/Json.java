package dev.vernier.quantize.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Reads and writes JSON documents of ranges. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Nine significant digits identify every float. */
  private static final MathContext DIGITS = new MathContext(9);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Line feeds on every platform. */
  static String text(JsonNode root) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  static BigDecimal decimal(float value) {
    BigDecimal exact = new BigDecimal(value, DIGITS);
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }

  /** The object that a text is; empty text or another kind of value gives an empty object. */
  static JsonNode parsed(String text) {
    try {
      JsonNode root = text.stripLeading().startsWith("{") ? MAPPER.readTree(text) : null;
      return root == null ? MAPPER.createObjectNode() : root;
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }

  static boolean hasMember(String text, String key) {
    return parsed(text).has(key);
  }

  /** A finite number, also where it stands in an array of one; anything else fails. */
  static float number(JsonNode node, String where) {
    JsonNode value = node.isArray() && node.size() == 1 ? node.get(0) : node;
    if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
      throw new VernierException(
          where
              + ": expected a finite number, got "
              + (node.isMissingNode() ? "nothing" : node.toString()));
    }
    return value.floatValue();
  }
}
