package dev.vernier.quantize.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.Range;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calibration cache of ONNX Runtime's quantizer: TensorsData as {@code save_tensors_data} of
 * onnxruntime.quantization 1.30 writes it. Only the lowest and highest values are written and read.
 */
final class OrtCalibration implements RangeFile {

  @Override
  public String name() {
    return "ort-calibration";
  }

  @Override
  public String fileName() {
    return "ort-calibration.json";
  }

  @Override
  public boolean recognizes(String text) {
    return Json.parsed(text).path("CLS").asText().equals("TensorsData");
  }

  @Override
  public String write(SolvedModel model) {
    ObjectNode root = Json.object();
    root.put("CLS", "TensorsData");
    ObjectNode data = root.putObject("data");
    model
        .tensorsBeforeActivations()
        .forEach(
            (tensor, entry) -> {
              ObjectNode node = data.putObject(tensor);
              put(node.putObject("lowest"), entry.range().min());
              put(node.putObject("highest"), entry.range().max());
              node.put("CLS", "TensorData");
            });
    ObjectNode method = root.putObject("calibration_method");
    method.put("CLS", "CalibrationMethod").put("value", "CalibrationMethod.MinMax");
    root.put("smooth_quant", false);
    return Json.text(root);
  }

  private static void put(ObjectNode array, float value) {
    array.put("data", Json.decimal(value)).put("dtype", "float32").put("CLS", "numpy.array");
  }

  @Override
  public Map<String, ImportedRange> read(String text, Graph prepared) {
    JsonNode data = Json.parsed(text).path("data");
    if (!data.isObject()) {
      throw new VernierException("ONNX Runtime's calibration: expected an object \"data\"");
    }
    Map<String, ImportedRange> ranges = new TreeMap<>();
    data.properties()
        .forEach(e -> ranges.put(e.getKey(), ImportedRange.of(range(e.getKey(), e.getValue()))));
    return ranges;
  }

  private static Range range(String tensor, JsonNode node) {
    return new Range(value(tensor, node, "lowest"), value(tensor, node, "highest"));
  }

  private static float value(String tensor, JsonNode node, String key) {
    JsonNode value = node.path(key);
    return Json.number(
        value.isObject() ? value.path("data") : value,
        "ONNX Runtime's calibration, " + tensor + ": " + key);
  }
}
