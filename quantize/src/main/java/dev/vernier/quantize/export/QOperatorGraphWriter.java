package dev.vernier.quantize.export;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks a graph of pairs once and puts integer operators where pairs surround a float one. */
final class QOperatorGraphWriter {

  /** Operators that only move values and take 8-bit tensors. */
  private static final Set<String> MOVES =
      Set.of(
          "MaxPool",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Split",
          "Gather",
          "GatherElements",
          "DepthToSpace",
          "SpaceToDepth",
          "Expand",
          "Tile",
          "Identity",
          "Pad",
          "Resize");

  private final Graph graph;
  private final long opset;
  private final GraphIndex index;
  private final GraphBuilder builder;
  private final Map<String, CodedTensor> dequantized = new HashMap<>();
  private final Map<String, DataType> codeTypes = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  QOperatorGraphWriter(OnnxModel pairs) {
    this.graph = pairs.graph();
    this.opset = pairs.opset();
    this.index = GraphIndex.of(graph);
    this.builder = new GraphBuilder(graph);
    graph.initializers().forEach((name, data) -> codeTypes.put(name, data.type()));
    graph.nodes().stream().filter(node -> node.is("QuantizeLinear")).forEach(this::learn);
    graph.nodes().stream().filter(node -> node.is("DequantizeLinear")).forEach(this::learnCodes);
  }

  private void learn(Node quantize) {
    DataType type =
        quantize.hasInput(2)
            ? codeTypes.getOrDefault(quantize.input(2), DataType.UNDEFINED)
            : DataType.UINT8;
    codeTypes.put(quantize.output(0), type);
  }

  private void learnCodes(Node dequantize) {
    dequantized.put(dequantize.output(0), codes(dequantize, dequantize.input(0)));
  }

  private CodedTensor codes(Node pair, String tensor) {
    return new CodedTensor(
        tensor,
        pair.input(1),
        pair.input(2),
        codeTypes.getOrDefault(tensor, DataType.UNDEFINED),
        pair.intAttribute("block_size", 0) > 0);
  }

  Graph write() {
    for (Node node : graph.nodes()) {
      if (node.is("QuantizeLinear") && written.contains(node.output(0))) {
        continue;
      }
      builder.add(integer(node));
    }
    GraphEditor editor = new GraphEditor(builder.build());
    editor.removeUnused();
    return editor.toGraph();
  }

  private Node integer(Node node) {
    if (node.is("QuantizeLinear") || node.is("DequantizeLinear")) {
      return node;
    }
    List<Optional<CodedTensor>> inputs =
        node.inputs().stream().map(name -> Optional.ofNullable(dequantized.get(name))).toList();
    Optional<Node> made =
        new IntegerNode(node, inputs, onlyOutput(node), opset)
            .integer()
            .or(() -> moved(node))
            .or(() -> limited(node));
    made.ifPresent(n -> written.addAll(n.outputs()));
    return made.orElse(node);
  }

  private Optional<CodedTensor> onlyOutput(Node node) {
    return node.outputs().size() == 1 ? result(node.output(0)) : Optional.empty();
  }

  /** The codes that a tensor is rounded to, if nothing else reads it. */
  private Optional<CodedTensor> result(String tensor) {
    if (!index.hasSingleReader(tensor)) {
      return Optional.empty();
    }
    Node reader = index.uses(tensor).get(0).node();
    return reader.is("QuantizeLinear") && !reader.hasAttribute("axis")
        ? Optional.of(codes(reader, reader.output(0)))
        : Optional.empty();
  }

  /** A node that moves values between equal roundings moves their codes. */
  private Optional<Node> moved(Node node) {
    CodedTensor source = dequantized.get(node.input(0));
    if (source == null || !node.domain().isEmpty() || !MOVES.contains(node.opType())) {
      return Optional.empty();
    }
    List<String> outputs = new ArrayList<>();
    for (String output : node.outputs()) {
      Optional<CodedTensor> target = result(output).filter(codes -> equal(source, codes));
      if (target.isEmpty()) {
        return Optional.empty();
      }
      outputs.add(target.get().tensor());
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, source.tensor());
    if (node.is("Pad") && node.stringAttribute("mode", "constant").equals("constant")) {
      padWithZero(inputs, source);
    }
    return Optional.of(node.withInputs(inputs).withOutputs(outputs));
  }

  /** What is padded with stands for zero. */
  private static void padWithZero(List<String> inputs, CodedTensor source) {
    while (inputs.size() < 3) {
      inputs.add("");
    }
    inputs.set(2, source.zeroPoint());
  }

  /** A Relu or Clip between equal roundings limits codes. */
  private Optional<Node> limited(Node node) {
    CodedTensor source = dequantized.get(node.input(0));
    Optional<CodedTensor> target = onlyOutput(node);
    boolean clamp = node.is("Relu") || node.is("Clip");
    if (!clamp || source == null || target.isEmpty() || !equal(source, target.get())) {
      return Optional.empty();
    }
    Limits limits = Limits.of(node, graph);
    Node clip =
        Node.of(
            node.name(),
            "Clip",
            List.of(source.tensor(), bound(source, limits.low()), bound(source, limits.high())),
            List.of(target.get().tensor()));
    return Optional.of(clip);
  }

  private String bound(CodedTensor codes, float limit) {
    float scale = graph.initializers().get(codes.scale()).floats()[0];
    int zero = codes.zeroPoint().isEmpty() ? 0 : zeroPoint(codes);
    int code = new QuantizationParameters(scale, zero, codes.type()).quantize(limit);
    return builder.add(
        TensorData.ofIntegers(codes.tensor() + "_bound", codes.type(), new long[0], code));
  }

  private int zeroPoint(CodedTensor codes) {
    return (int) graph.initializers().get(codes.zeroPoint()).longs()[0];
  }

  private boolean equal(CodedTensor a, CodedTensor b) {
    return a.isEightBit()
        && b.isEightBit()
        && sameContent(a.scale(), b.scale())
        && sameContent(a.zeroPoint(), b.zeroPoint());
  }

  private boolean sameContent(String a, String b) {
    if (a.equals(b)) {
      return true;
    }
    TensorData left = graph.initializers().get(a);
    TensorData right = graph.initializers().get(b);
    return left != null && right != null && left.contentEquals(right);
  }
}
