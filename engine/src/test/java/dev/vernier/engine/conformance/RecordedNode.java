package dev.vernier.engine.conformance;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node with its inputs and what it gives, as the resource {@code cases.txt} records it. */
final class RecordedNode {
  private final String name;
  private final String opType;
  private final long opset;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();

  private RecordedNode(int line, String opType, long opset) {
    this.name = opType + "-" + opset + " at line " + line;
    this.opType = opType;
    this.opset = opset;
  }

  static List<RecordedNode> readAll() throws IOException {
    List<RecordedNode> all = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                RecordedNode.class.getResourceAsStream("/conformance/cases.txt"),
                StandardCharsets.US_ASCII))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] words = line.split(" ");
        switch (words[0]) {
          case "#" -> {}
          case "case" -> all.add(new RecordedNode(number, words[1], Long.parseLong(words[2])));
          default -> all.get(all.size() - 1).add(words);
        }
      }
    }
    return all;
  }

  private void add(String... words) {
    switch (words[0]) {
      case "attribute" -> attributes.put(words[1], attribute(words));
      case "input" -> inputs.add(words[1].equals("none") ? null : tensor(words, 1));
      case "output" -> outputs.add(tensor(words, 1));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static Attribute attribute(String... words) {
    return switch (words[2]) {
      case "int" -> Attribute.of(Long.parseLong(words[3]));
      case "float" -> Attribute.of(Float.parseFloat(words[3]));
      case "string" -> Attribute.of(words[3]);
      case "ints" ->
          Attribute.ofInts(Arrays.stream(words).skip(3).mapToLong(Long::parseLong).toArray());
      case "tensor" -> Attribute.of(tensor(words, 3).toTensorData(""));
      default -> throw new IllegalArgumentException(words[2]);
    };
  }

  private static Tensor tensor(String[] words, int from) {
    DataType type = DataType.valueOf(words[from]);
    int[] dims =
        words[from + 1].equals("-")
            ? new int[0]
            : Arrays.stream(words[from + 1].split(",")).mapToInt(Integer::parseInt).toArray();
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < tensor.size(); i++) {
      String value = words[from + 2 + i];
      if (type.isFloatingPoint()) {
        tensor.setDouble(
            i, type == DataType.FLOAT ? Float.parseFloat(value) : Double.parseDouble(value));
      } else {
        tensor.setLong(i, Long.parseLong(value));
      }
    }
    return tensor;
  }

  String opType() {
    return opType;
  }

  List<Tensor> outputs() {
    return outputs;
  }

  /** What a run is fed. */
  Map<String, Tensor> inputs() {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != null) {
        fed.put("x" + i, inputs.get(i));
      }
    }
    return fed;
  }

  /** The node with its inputs fed, of declared types and unknown shapes. */
  OnnxModel fed() {
    List<ValueInfo> given = new ArrayList<>();
    inputs().forEach((n, t) -> given.add(new ValueInfo(n, new ValueType(t.type(), null))));
    return model(given, Map.of());
  }

  /** The node with its inputs as constants. */
  OnnxModel constant() {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    inputs().forEach((n, t) -> constants.put(n, t.toTensorData(n)));
    return model(List.of(), constants);
  }

  private OnnxModel model(List<ValueInfo> given, Map<String, TensorData> constants) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add(inputs.get(i) == null ? "" : "x" + i);
    }
    List<ValueInfo> results = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      results.add(new ValueInfo("y" + i, new ValueType(outputs.get(i).type(), null)));
    }
    List<String> resultNames = results.stream().map(ValueInfo::name).toList();
    Node node = Node.of("node", opType, names, resultNames, attributes);
    Graph graph = new Graph("case", List.of(node), constants, given, results, List.of());
    return OnnxModel.of(opset, graph);
  }

  @Override
  public String toString() {
    return name;
  }
}
