package dev.vernier.engine;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes plain QDQ models for tests: 8-bit codes of given ranges around Conv, Gemm, Add, MaxPool
 * and Concat, symmetric int8 weights per channel, int32 biases.
 */
final class QdqModels {
  private static final Set<String> QUANTIZED =
      Set.of("Conv", "Gemm", "Add", "MaxPool", "Concat", "GlobalAveragePool", "Flatten");

  private final OnnxModel model;
  private final Map<String, float[]> ranges;
  private final DataType type;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> initializers;
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, Float> scales = new HashMap<>();

  private QdqModels(OnnxModel model, Map<String, float[]> ranges, DataType type) {
    this.model = model;
    this.ranges = ranges;
    this.type = type;
    this.initializers = new LinkedHashMap<>(model.graph().initializers());
  }

  /**
   * @param ranges minimum and maximum of every tensor that may be quantized
   * @param type UINT8 or INT8, of activations
   */
  static OnnxModel quantize(OnnxModel model, Map<String, float[]> ranges, DataType type) {
    return new QdqModels(model, ranges, type).build();
  }

  private OnnxModel build() {
    Graph graph = model.graph();
    graph.realInputs().forEach(v -> quantizeTensor(v.name()));
    for (Node node : graph.nodes()) {
      add(node);
    }
    return model.withGraph(graph.withNodes(nodes).withInitializers(initializers));
  }

  private void add(Node node) {
    List<String> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      inputs.add(renamed.getOrDefault(input, input));
    }
    boolean weighted = node.is("Conv") || node.is("Gemm");
    if (weighted) {
      inputs.set(1, weights(node));
      if (inputs.size() > 2) {
        inputs.set(2, bias(node));
      }
    }
    nodes.add(node.withInputs(inputs));
    boolean output =
        model.graph().outputs().stream().anyMatch(o -> o.name().equals(node.output(0)));
    if (!output && (isQuantizedHere(node))) {
      quantizeTensor(node.output(0));
    }
  }

  /** Activations are quantized behind the node's Relu or Clip, if it has one. */
  private boolean isQuantizedHere(Node node) {
    boolean activation = node.is("Relu") || node.is("Clip");
    boolean before =
        model.graph().nodes().stream()
            .anyMatch(n -> (n.is("Relu") || n.is("Clip")) && n.input(0).equals(node.output(0)));
    return activation || (QUANTIZED.contains(node.opType()) && !before);
  }

  private void quantizeTensor(String name) {
    float[] range = ranges.get(name);
    float low = Math.min(range[0], 0);
    float high = Math.max(range[1], 0);
    float scale = Math.max((high - low) / 255f, 1e-6f);
    int least = type == DataType.UINT8 ? 0 : -128;
    int zero = Math.max(0, Math.min(255, Math.round(-low / scale))) + least;
    scales.put(name, scale);
    initializers.put(name + "_s", TensorData.ofFloats(name + "_s", new long[0], scale));
    initializers.put(name + "_z", TensorData.ofIntegers(name + "_z", type, new long[0], zero));
    List<String> parameters = List.of(name + "_s", name + "_z");
    nodes.add(
        Node.of(
            "",
            "QuantizeLinear",
            List.of(name, parameters.get(0), parameters.get(1)),
            List.of(name + "_q")));
    nodes.add(
        Node.of(
            "",
            "DequantizeLinear",
            List.of(name + "_q", parameters.get(0), parameters.get(1)),
            List.of(name + "_dq")));
    renamed.put(name, name + "_dq");
  }

  private String weights(Node node) {
    String name = node.input(1);
    String result = name + "_w";
    if (initializers.containsKey(name + "_ws")) {
      return result;
    }
    TensorData data = model.graph().initializers().get(name);
    boolean byRow = node.is("Conv") || node.intAttribute("transB", 0) != 0;
    int axis = byRow ? 0 : 1;
    int channels = (int) data.dims()[axis];
    float[] values = data.floats();
    int inner = byRow ? values.length / channels : 1;
    float[] scale = new float[channels];
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % channels;
      scale[c] = Math.max(scale[c], Math.max(Math.abs(values[i]) / 127f, 1e-9f));
    }
    byte[] codes = new byte[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) Math.rint(values[i] / scale[i / inner % channels]);
    }
    initializers.remove(name);
    initializers.put(name + "_wq", TensorData.ofInt8s(name + "_wq", data.dims(), codes));
    initializers.put(name + "_ws", TensorData.ofFloats(name + "_ws", new long[] {channels}, scale));
    initializers.put(
        name + "_wz", TensorData.ofInt8s(name + "_wz", new long[] {channels}, new byte[channels]));
    nodes.add(
        Node.of(
            "",
            "DequantizeLinear",
            List.of(name + "_wq", name + "_ws", name + "_wz"),
            List.of(result),
            Map.of("axis", Attribute.of(axis))));
    return result;
  }

  private String bias(Node node) {
    String name = node.input(2);
    float[] values = model.graph().initializers().get(name).floats();
    float[] weightScale = initializers.get(node.input(1) + "_ws").floats();
    float in = scales.get(node.input(0));
    float[] scale = new float[values.length];
    int[] codes = new int[values.length];
    for (int c = 0; c < codes.length; c++) {
      scale[c] = in * weightScale[c];
      codes[c] = (int) Math.rint(values[c] / scale[c]);
    }
    long[] dims = {values.length};
    String base = name + "_" + node.output(0);
    initializers.put(base + "_bq", TensorData.ofInt32s(base + "_bq", dims, codes));
    initializers.put(base + "_bs", TensorData.ofFloats(base + "_bs", dims, scale));
    nodes.add(
        Node.of(
            "",
            "DequantizeLinear",
            List.of(base + "_bq", base + "_bs"),
            List.of(base + "_b"),
            Map.of("axis", Attribute.of(0))));
    return base + "_b";
  }
}
