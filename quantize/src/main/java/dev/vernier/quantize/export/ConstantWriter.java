package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.plan.BiasQuantizer;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes scales, zero points and rounded constants, each once. */
final class ConstantWriter {

  /**
   * A rounded constant that several nodes may read.
   *
   * @param owner the only reader of codes found for it alone; else empty
   */
  private record Shared(String tensor, int axis, Object format, FloatBuffer scales, String owner) {}

  private final Graph graph;
  private final GraphBuilder builder;
  private final Map<String, RoundedWeight> rounded;
  private final Map<String, String> scales = new HashMap<>();
  private final Map<String, String> zeroPoints = new HashMap<>();
  private final Map<Shared, String> written = new HashMap<>();
  private final Map<String, Codes> tables = new HashMap<>();
  private final Map<String, WeightCodes> codesByNode = new HashMap<>();

  ConstantWriter(Graph graph, GraphBuilder builder) {
    this(graph, builder, Map.of());
  }

  /**
   * A writer of a graph's constants.
   *
   * @param rounded codes of weights that are not rounded to the nearest, by the key of their reader
   */
  ConstantWriter(Graph graph, GraphBuilder builder, Map<String, RoundedWeight> rounded) {
    this.graph = graph;
    this.builder = builder;
    this.rounded = rounded;
  }

  /** Name of a quantizer's scale. */
  String scale(Pair pair) {
    return scales.computeIfAbsent(
        pair.quantizer(), name -> scalar(name + "_scale", pair.parameters().scale()));
  }

  /** Name of a quantizer's zero point. */
  String zeroPoint(Pair pair) {
    return zeroPoints.computeIfAbsent(
        pair.quantizer(), name -> zeroPoint(name + "_zero_point", pair.parameters()));
  }

  private String scalar(String name, float value) {
    return builder.add(TensorData.ofFloats(name, new long[0], value));
  }

  private String zeroPoint(String name, QuantizationParameters parameters) {
    return builder.add(
        TensorData.ofIntegers(name, parameters.type(), new long[0], parameters.zeroPoint()));
  }

  /** Writes a rounded weight; returns the name of its dequantized value. */
  String weight(WeightQuantizer weight, BiasQuantizer bias, float activationScale) {
    WeightCodes codes = codes(weight, bias, activationScale);
    codesByNode.put(weight.node(), codes);
    Shared key =
        new Shared(
            weight.tensor(),
            weight.axis(),
            weight.format(),
            FloatBuffer.wrap(codes.scales()),
            isFound(weight) ? weight.node() : "");
    return written.computeIfAbsent(key, k -> dequantized(weight, codes));
  }

  private boolean isFound(WeightQuantizer weight) {
    return rounded.containsKey(weight.node()) && weight.input() == 1;
  }

  private WeightCodes codes(WeightQuantizer weight, BiasQuantizer bias, float activationScale) {
    TensorData constant = constant(weight.tensor());
    if (isFound(weight)) {
      RoundedWeight found = rounded.get(weight.node());
      return WeightCodes.of(found, constant.dims(), weight.axis(), weight.format());
    }
    float[] biasValues = bias == null ? null : finite(bias.tensor());
    return WeightCodes.of(constant, weight.axis(), weight.format(), biasValues, activationScale);
  }

  private String dequantized(WeightQuantizer weight, WeightCodes codes) {
    String tensor = weight.tensor();
    Codes names = write(constant(tensor), codes);
    String output = builder.tensorName(tensor + "_dequantized");
    Node node = dequantize(tensor, names, output);
    if (weight.axis() >= 0) {
      node = node.withAttribute("axis", Attribute.of((long) weight.axis()));
    }
    if (weight.blockSize() > 0) {
      node = node.withAttribute("block_size", Attribute.of((long) weight.blockSize()));
    }
    builder.addNamed(node);
    return output;
  }

  /** Names of the parts of a rounded constant. */
  private record Codes(String codes, String scale, String zeroPoint) {}

  private Codes write(TensorData weight, WeightCodes codes) {
    String name = weight.name();
    return new Codes(
        builder.add(codes.codes(name + "_quantized", weight.dims())),
        builder.add(codes.scales(name + "_scale")),
        builder.add(codes.zeroPoints(name + "_zero_point")));
  }

  private static Node dequantize(String tensor, Codes names, String output) {
    return Node.of(
        tensor + "_DequantizeLinear",
        "DequantizeLinear",
        List.of(names.codes(), names.scale(), names.zeroPoint()),
        List.of(output));
  }

  /**
   * Writes an operand of one value as an activation is written; returns its dequantized value's
   * name.
   */
  String operand(String tensor, ActivationFormat format) {
    return written.computeIfAbsent(
        new Shared(tensor, -1, format, FloatBuffer.allocate(0), ""), k -> rounded(tensor, format));
  }

  private String rounded(String tensor, ActivationFormat format) {
    TensorData constant = constant(tensor);
    float value = finite(tensor)[0];
    QuantizationParameters parameters =
        format.parameters(new Range(Math.min(value, 0f), Math.max(value, 0f)));
    Codes names =
        new Codes(
            builder.add(
                TensorData.ofIntegers(
                    tensor + "_quantized",
                    parameters.type(),
                    constant.dims(),
                    parameters.quantize(value))),
            scalar(tensor + "_scale", parameters.scale()),
            zeroPoint(tensor + "_zero_point", parameters));
    String output = builder.tensorName(tensor + "_dequantized");
    builder.addNamed(dequantize(tensor, names, output));
    return output;
  }

  /**
   * Writes the int32 bias of a node whose weight was written before; returns its float value's
   * name.
   */
  String bias(WeightQuantizer weight, BiasQuantizer bias, float activationScale) {
    WeightCodes codes = codesByNode.get(weight.node());
    TensorData values = constant(bias.tensor());
    String tensor = bias.tensor();
    long[] dims = weight.perChannel() ? new long[] {codes.scales().length} : new long[0];
    String quantized =
        builder.add(
            TensorData.ofInt32s(
                tensor + "_quantized",
                values.dims(),
                codes.biasCodes(finite(bias.tensor()), activationScale)));
    String scale =
        builder.add(
            TensorData.ofFloats(tensor + "_scale", dims, codes.biasScales(activationScale)));
    String output = builder.tensorName(tensor + "_dequantized");
    Node node =
        Node.of(
            tensor + "_DequantizeLinear",
            "DequantizeLinear",
            List.of(quantized, scale),
            List.of(output));
    builder.addNamed(weight.perChannel() ? node.withAttribute("axis", Attribute.of(0L)) : node);
    return output;
  }

  /** Writes a Gather from a rounded table: codes are gathered, then dequantized by column. */
  void table(Node gather, WeightQuantizer weight, String output) {
    TensorData table = constant(weight.tensor());
    WeightCodes codes = WeightCodes.of(table, weight.axis(), weight.format(), null, 0f);
    Codes names = tables.computeIfAbsent(weight.tensor(), t -> write(table, codes));
    String gathered = builder.tensorName(output + "_quantized");
    builder.add(
        gather.withInputs(List.of(names.codes(), gather.input(1))).withOutputs(List.of(gathered)));
    Node node =
        Node.of(
            output + "_DequantizeLinear",
            "DequantizeLinear",
            List.of(gathered, names.scale(), names.zeroPoint()),
            List.of(output));
    // The columns of the table are the last axis of what was gathered.
    builder.addNamed(weight.perChannel() ? node.withAttribute("axis", Attribute.of(-1L)) : node);
  }

  private float[] finite(String tensor) {
    return WeightCodes.finite(tensor, constant(tensor).floats());
  }

  private TensorData constant(String tensor) {
    return graph.initializers().get(tensor);
  }
}
