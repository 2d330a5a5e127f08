package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.FloatTensors;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a graph once and writes its 16-bit form. A tensor keeps its name in 16 bits, unless its
 * 32-bit form must keep it: inputs and outputs of the graph and what subgraphs read.
 */
final class Float16GraphWriter {

  /** The smallest 16-bit float above zero, 2^-24; smaller magnitudes become it. */
  private static final float SMALLEST = 5.96e-8f;

  private static final float LARGEST = 65504f;

  private final Graph graph;
  private final GraphIndex index;
  private final GraphBuilder builder;
  private final FloatTensors floats;
  private final Float16Operators operators;
  private final boolean keepIo;
  private final Set<String> readInSingle = new HashSet<>();
  private final Map<String, String> half = new HashMap<>();
  private final Map<String, String> single = new HashMap<>();

  Float16GraphWriter(Graph graph, QuantizationSettings settings) {
    this.graph = graph;
    this.index = GraphIndex.of(graph);
    this.builder = new GraphBuilder(graph);
    this.floats = new FloatTensors(graph);
    this.operators = new Float16Operators(index, settings);
    this.keepIo = settings.export().float16().keepIo();
    graph.nodes().forEach(this::collectSingleReads);
  }

  private void collectSingleReads(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!operators.runs(node) || Float16Operators.staysSingle(node, i)) {
        readInSingle.add(node.input(i));
      }
    }
  }

  Graph write() {
    for (ValueInfo input : graph.realInputs()) {
      boolean stays = keepIo || index.isCaptured(input.name());
      (stays ? single : half).put(input.name(), input.name());
    }
    graph.nodes().forEach(this::write);
    Graph written = builder.build();
    return written
        .withInputs(typed(written.inputs()))
        .withOutputs(typed(written.outputs()))
        .withValueInfos(typed(written.valueInfos()));
  }

  private void write(Node node) {
    boolean runs = operators.runs(node);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.input(i);
      boolean inHalf = runs && !Float16Operators.staysSingle(node, i);
      inputs.add(!floats.contains(input) ? input : inHalf ? inHalf(input) : inSingle(input));
    }
    List<String> outputs =
        node.outputs().stream()
            .map(output -> runs ? producedInHalf(output) : producedInSingle(output))
            .toList();
    builder.add((runs ? narrowed(node) : node).withInputs(inputs).withOutputs(outputs));
    node.outputs().stream().filter(floats::contains).forEach(output -> finish(output, runs));
  }

  /** The name that a 16-bit result is written under. */
  private String producedInHalf(String output) {
    if (!floats.contains(output)) {
      return output;
    }
    String name = isPinned(output) ? builder.tensorName(output + "_float16") : output;
    half.put(output, name);
    return name;
  }

  /** The name that a 32-bit result is written under. */
  private String producedInSingle(String output) {
    if (!floats.contains(output)) {
      return output;
    }
    boolean leavesInHalf = index.isOutput(output) && !isPinned(output);
    String name = leavesInHalf ? builder.tensorName(output + "_float32") : output;
    single.put(output, name);
    return name;
  }

  /** Adds the form of a result that leaves the graph or enters a subgraph. */
  private void finish(String output, boolean inHalf) {
    if (inHalf && isPinned(output)) {
      single.put(output, cast(half.get(output), output, DataType.FLOAT));
    } else if (!inHalf && !single.get(output).equals(output)) {
      half.put(output, cast(single.get(output), output, DataType.FLOAT16));
    }
  }

  private boolean isPinned(String tensor) {
    return index.isCaptured(tensor) || (keepIo && index.isOutput(tensor));
  }

  private String inHalf(String tensor) {
    return half.computeIfAbsent(
        tensor,
        t ->
            constant(t)
                .map(this::narrowed)
                .orElseGet(
                    () ->
                        cast(single.get(t), builder.tensorName(t + "_float16"), DataType.FLOAT16)));
  }

  private String inSingle(String tensor) {
    return constant(tensor).isPresent()
        ? tensor
        : single.computeIfAbsent(
            tensor, t -> cast(half.get(t), builder.tensorName(t + "_float32"), DataType.FLOAT));
  }

  private Optional<TensorData> constant(String tensor) {
    return Optional.ofNullable(graph.initializers().get(tensor));
  }

  private String cast(String from, String to, DataType type) {
    Node cast = Node.of(to + "_Cast", "Cast", List.of(from), List.of(to));
    builder.addNamed(cast.withAttribute("to", Attribute.of((long) type.code())));
    return to;
  }

  private String narrowed(TensorData constant) {
    TensorData rounded = rounded(constant);
    boolean shared =
        readInSingle.contains(constant.name())
            || index.isCaptured(constant.name())
            || index.isOutput(constant.name());
    return shared
        ? builder.add(rounded.withName(constant.name() + "_float16"))
        : builder.replace(rounded);
  }

  /** Values that 16 bits cannot hold become the nearest that are neither zero nor infinite. */
  static TensorData rounded(TensorData constant) {
    float[] values = constant.floats();
    for (int i = 0; i < values.length; i++) {
      float magnitude = Math.abs(values[i]);
      if (Float.isFinite(values[i]) && magnitude > 0) {
        float limited = Math.max(SMALLEST, Math.min(LARGEST, magnitude));
        values[i] = Math.copySign(limited, values[i]);
      }
    }
    return TensorData.ofFloatsAs(constant.name(), DataType.FLOAT16, constant.dims(), values);
  }

  /** The node with attributes that name 16-bit floats. */
  private static Node narrowed(Node node) {
    if (node.is("Cast") && node.intAttribute("to", 0) == DataType.FLOAT.code()) {
      return node.withAttribute("to", Attribute.of((long) DataType.FLOAT16.code()));
    }
    Optional<TensorData> value = node.tensorAttribute("value");
    if (value.isPresent() && value.get().type() == DataType.FLOAT) {
      return node.withAttribute("value", Attribute.of(rounded(value.get())));
    }
    return node.is("ConstantOfShape") && value.isEmpty()
        ? node.withAttribute("value", Attribute.of(zero()))
        : node;
  }

  private static TensorData zero() {
    return TensorData.ofFloatsAs("value", DataType.FLOAT16, new long[] {1}, 0f);
  }

  private List<ValueInfo> typed(List<ValueInfo> infos) {
    return infos.stream()
        .map(
            info ->
                info.name().equals(half.get(info.name()))
                    ? info.withType(info.type().withElementType(DataType.FLOAT16))
                    : info)
        .toList();
  }
}
