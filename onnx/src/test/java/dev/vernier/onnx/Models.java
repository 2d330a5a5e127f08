package dev.vernier.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small models for tests. */
public final class Models {
  private Models() {}

  /** A model that returns its input and holds the given constants. */
  public static OnnxModel holding(TensorData... constants) {
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    Arrays.stream(constants).forEach(tensor -> initializers.put(tensor.name(), tensor));
    ValueType type = new ValueType(DataType.FLOAT, List.of(Dim.symbolic("N"), Dim.of(3)));
    return OnnxModel.of(
        13,
        new Graph(
            "g",
            List.of(Node.of("n", "Relu", List.of("x"), List.of("y"))),
            initializers,
            List.of(new ValueInfo("x", type)),
            List.of(new ValueInfo("y", type)),
            List.of()));
  }

  /** A chain of nodes given as "Op in,in out,out". */
  public static Graph graph(List<String> inputs, List<String> outputs, String... nodes) {
    return new Graph(
        "g",
        Arrays.stream(nodes).map(Models::node).toList(),
        Map.of(),
        inputs.stream().map(Models::value).toList(),
        outputs.stream().map(Models::value).toList(),
        List.of());
  }

  public static ValueInfo value(String name) {
    return new ValueInfo(name, ValueType.tensor(DataType.FLOAT, 2));
  }

  public static Node node(String text) {
    String[] parts = text.split(" ");
    return Node.of(parts[2], parts[0], List.of(parts[1].split(",")), List.of(parts[2].split(",")));
  }
}
