package dev.vernier.quantize.range;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes ranges.json. */
final class CalibrationJson {

  private static final String FORMAT = "vernier-ranges";
  private static final int VERSION = 1;

  /** Nine significant digits identify every float. */
  private static final MathContext DIGITS = new MathContext(9);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CalibrationJson() {}

  static String write(CalibrationTable table) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("method", table.method());
    root.put("scheme", table.scheme());
    root.put("samples", table.samples());
    ObjectNode quantizers = root.putObject("quantizers");
    table.entries().forEach((name, entry) -> put(quantizers.putObject(name), entry));
    try {
      return MAPPER.writer(printer()).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  /** Line feeds on every platform. */
  private static DefaultPrettyPrinter printer() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }

  private static void put(ObjectNode node, CalibrationTable.Entry entry) {
    node.put("method", entry.method());
    node.put("min", decimal(entry.range().min()));
    node.put("max", decimal(entry.range().max()));
    node.put("scale", decimal(entry.parameters().scale()));
    node.put("zero-point", entry.parameters().zeroPoint());
    node.put("type", entry.parameters().type().name().toLowerCase(Locale.ROOT));
    entry.tensors().forEach(node.withArray("tensors")::add);
  }

  private static BigDecimal decimal(float value) {
    BigDecimal exact = new BigDecimal(value, DIGITS);
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }

  static CalibrationTable read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new VernierException("The calibration table is not JSON: " + e.getOriginalMessage(), e);
    }
    String format = text(root, "calibration table", "format");
    if (!format.equals(FORMAT)
        || number(root, "calibration table", "version").intValue() != VERSION) {
      throw new VernierException(
          "Not a calibration table this program reads: expected format "
              + FORMAT
              + " version "
              + VERSION
              + ", got "
              + format
              + " version "
              + root.path("version").asText());
    }
    return new CalibrationTable(
        text(root, "calibration table", "method"),
        text(root, "calibration table", "scheme"),
        number(root, "calibration table", "samples").longValue(),
        entries(root.path("quantizers")));
  }

  private static Map<String, CalibrationTable.Entry> entries(JsonNode quantizers) {
    if (!quantizers.isObject()) {
      throw new VernierException("Calibration table: expected an object \"quantizers\"");
    }
    Map<String, CalibrationTable.Entry> entries = new TreeMap<>();
    quantizers.properties().forEach(e -> entries.put(e.getKey(), entry(e.getKey(), e.getValue())));
    return entries;
  }

  private static CalibrationTable.Entry entry(String name, JsonNode node) {
    Range range =
        new Range(number(node, name, "min").floatValue(), number(node, name, "max").floatValue());
    QuantizationParameters parameters =
        new QuantizationParameters(
            number(node, name, "scale").floatValue(),
            number(node, name, "zero-point").intValue(),
            type(name, text(node, name, "type")));
    List<String> tensors = new ArrayList<>();
    node.path("tensors").forEach(tensor -> tensors.add(tensor.asText()));
    return new CalibrationTable.Entry(text(node, name, "method"), range, parameters, tensors);
  }

  private static DataType type(String name, String text) {
    return switch (text) {
      case "uint8" -> DataType.UINT8;
      case "int8" -> DataType.INT8;
      case "uint16" -> DataType.UINT16;
      case "int16" -> DataType.INT16;
      default ->
          throw new VernierException(
              "Calibration table, "
                  + name
                  + ": type = \""
                  + text
                  + "\": expected uint8, int8, uint16 or int16");
    };
  }

  private static BigDecimal number(JsonNode node, String name, String key) {
    if (!node.path(key).isNumber()) {
      throw missing(name, key, "a number", node.path(key));
    }
    return node.path(key).decimalValue();
  }

  private static String text(JsonNode node, String name, String key) {
    if (!node.path(key).isTextual()) {
      throw missing(name, key, "a string", node.path(key));
    }
    return node.path(key).textValue();
  }

  private static VernierException missing(String name, String key, String kind, JsonNode actual) {
    return new VernierException(
        "Calibration table, "
            + name
            + ": "
            + key
            + ": expected "
            + kind
            + ", got "
            + (actual.isMissingNode() ? "nothing" : actual.toString()));
  }
}
