package dev.vernier.quantize.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import java.util.Map;
import java.util.TreeMap;

/**
 * The option TensorQuantOverrides of ONNX Runtime's quantizer as JSON: for every tensor a list of
 * one object with {@code quant_type} (a name of QuantType), {@code scale} and {@code zero_point}.
 * Ranges given as {@code rmin} and {@code rmax} are read too; lists of several objects belong to
 * channels of weights and are passed over.
 */
final class TensorQuantOverrides implements RangeFile {

  private static final Map<DataType, String> TYPES =
      Map.of(
          DataType.UINT8, "QUInt8",
          DataType.INT8, "QInt8",
          DataType.UINT16, "QUInt16",
          DataType.INT16, "QInt16");

  @Override
  public String name() {
    return "tensor-quant-overrides";
  }

  @Override
  public String fileName() {
    return "tensor-quant-overrides.json";
  }

  @Override
  public boolean recognizes(String text) {
    JsonNode root = Json.parsed(text);
    return !root.isEmpty() && root.valueStream().allMatch(JsonNode::isArray);
  }

  @Override
  public String write(SolvedModel model) {
    ObjectNode root = Json.object();
    model
        .tensorsBeforeActivations()
        .forEach(
            (tensor, entry) -> {
              QuantizationParameters parameters = entry.parameters();
              root.putArray(tensor)
                  .addObject()
                  .put("quant_type", TYPES.get(parameters.type()))
                  .put("scale", Json.decimal(parameters.scale()))
                  .put("zero_point", parameters.zeroPoint());
            });
    return Json.text(root);
  }

  @Override
  public Map<String, ImportedRange> read(String text, Graph prepared) {
    Map<String, ImportedRange> ranges = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.parsed(text).properties()) {
      if (entry.getValue().size() == 1) {
        JsonNode override = entry.getValue().get(0);
        if (override.has("scale") || override.has("rmin")) {
          ranges.put(entry.getKey(), range(entry.getKey(), override));
        }
      }
    }
    return ranges;
  }

  private static ImportedRange range(String tensor, JsonNode override) {
    String where = "TensorQuantOverrides, " + tensor + ": ";
    if (!override.has("scale")) {
      return ImportedRange.of(
          new Range(
              Json.number(override.path("rmin"), where + "rmin"),
              Json.number(override.path("rmax"), where + "rmax")));
    }
    float scale = Json.number(override.path("scale"), where + "scale");
    if (!(scale > 0)) {
      throw new VernierException(where + "scale: expected a positive number, got " + scale);
    }
    int zero = (int) Json.number(override.path("zero_point"), where + "zero_point");
    return ImportedRange.of(new QuantizationParameters(scale, zero, type(override, where)));
  }

  private static DataType type(JsonNode override, String where) {
    String name = override.path("quant_type").asText("QUInt8");
    return TYPES.entrySet().stream()
        .filter(type -> name.endsWith(type.getValue()))
        .filter(type -> name.equals(type.getValue()) || name.endsWith("." + type.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    where + "quant_type: expected QUInt8, QInt8, QUInt16 or QInt16, got " + name));
  }
}
