package dev.vernier.quantize.tables;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.export.WeightScales;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.WeightQuantizer;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record of Ascend's AMCT, a text protocol buffer with an entry a layer: {@code scale_d} and
 * {@code offset_d} of its input, whose codes are signed, and {@code scale_w} and {@code offset_w}
 * of its weight, one or one a channel. Weight scales are written and not read: weights are rounded
 * anew.
 */
final class AmctRecord implements RangeFile {

  private static final Set<String> LAYERS =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "AveragePool");

  private static final Pattern ENTRY =
      Pattern.compile(
          "record\\s*\\{\\s*key\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*value\\s*\\{([^}]*)\\}");

  private static final Pattern FIELD =
      Pattern.compile("\\b(scale_d|offset_d)\\s*:\\s*([-+.0-9eE]+)");

  @Override
  public String name() {
    return "amct-record";
  }

  @Override
  public String fileName() {
    return "amct-record.txt";
  }

  @Override
  public boolean recognizes(String text) {
    return text.stripLeading().matches("(?s)record\\s*\\{.*");
  }

  @Override
  public String write(SolvedModel model) {
    Map<String, CalibrationTable.Entry> tensors = model.tensors();
    StringBuilder text = new StringBuilder();
    for (Node node : model.prepared().nodes()) {
      CalibrationTable.Entry input = tensors.get(node.input(0));
      if (LAYERS.contains(node.opType()) && input != null) {
        append(text, model, node, input.parameters());
      }
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, SolvedModel model, Node node, QuantizationParameters input) {
    text.append("record {\n  key: \"").append(escaped(layer(node))).append("\"\n  value {\n");
    field(text, "scale_d", number(input.scale()));
    field(text, "offset_d", Integer.toString(SolvedModel.signedZeroPoint(input)));
    for (WeightQuantizer weight : model.plan().weights()) {
      if (weight.node().equals(GraphIndex.key(node)) && weight.input() == 1) {
        float[] scales = WeightScales.of(model.prepared(), weight);
        for (float scale : scales) {
          field(text, "scale_w", number(scale));
        }
        for (int i = 0; i < scales.length; i++) {
          field(text, "offset_w", "0");
        }
      }
    }
    text.append("  }\n}\n");
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append("    ").append(name).append(": ").append(value).append('\n');
  }

  private static String number(float value) {
    return Json.decimal(value).toString();
  }

  private static String layer(Node node) {
    return node.name().isEmpty() ? GraphIndex.key(node) : node.name();
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public Map<String, ImportedRange> read(String text, Graph prepared) {
    Map<String, Node> layers = new HashMap<>();
    prepared.nodes().forEach(node -> layers.put(layer(node), node));
    Map<String, ImportedRange> ranges = new TreeMap<>();
    Matcher entries = ENTRY.matcher(text);
    int end = 0;
    while (entries.find()) {
      requireBlank(text.substring(end, entries.start()));
      end = entries.end() + text.substring(entries.end()).indexOf('}') + 1;
      String layer = entries.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
      Node node = layers.get(layer);
      if (node != null) {
        ImportedRange range = range(layer, entries.group(2));
        // Layers that share an input share its rounding here: the range that holds both.
        ranges.merge(node.input(0), range, ImportedRange::including);
      }
    }
    requireBlank(text.substring(end));
    return ranges;
  }

  private static void requireBlank(String between) {
    if (!between.isBlank()) {
      throw new VernierException(
          "AMCT's record: expected record { key: \"LAYER\" value { ... } }, got \""
              + between.strip().lines().findFirst().orElse("")
              + "\"");
    }
  }

  private static ImportedRange range(String layer, String body) {
    Map<String, Float> fields = new HashMap<>();
    Matcher field = FIELD.matcher(body);
    while (field.find()) {
      fields.put(field.group(1), parsed(layer, field.group(1), field.group(2)));
    }
    float scale = fields.getOrDefault("scale_d", 0f);
    float offset = fields.getOrDefault("offset_d", 0f);
    if (!(scale > 0) || Float.isInfinite(scale) || offset < -128 || offset > 127) {
      throw new VernierException(
          "AMCT's record, layer '"
              + layer
              + "': expected a positive scale_d and an offset_d from -128 to 127, got "
              + fields);
    }
    return ImportedRange.of(new QuantizationParameters(scale, (int) offset, DataType.INT8));
  }

  private static float parsed(String layer, String name, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new VernierException(
          "AMCT's record, layer '" + layer + "': " + name + " = " + text + ": expected a number",
          e);
    }
  }
}
