package dev.vernier.pipeline;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small classifier of 8 numbers into 3 classes: two products with a Relu between them. */
final class TinyNet {
  private TinyNet() {}

  static OnnxModel model() {
    Random random = new Random(42);
    Map<String, TensorData> constants = new LinkedHashMap<>();
    constants.put("w1", TensorData.ofFloats("w1", new long[] {8, 16}, floats(random, 128)));
    constants.put("b1", TensorData.ofFloats("b1", new long[] {16}, floats(random, 16)));
    constants.put("w2", TensorData.ofFloats("w2", new long[] {16, 3}, floats(random, 48)));
    constants.put("b2", TensorData.ofFloats("b2", new long[] {3}, floats(random, 3)));
    List<Node> nodes =
        List.of(
            Node.of("first", "Gemm", List.of("x", "w1", "b1"), List.of("h"), Map.of()),
            Node.of("relu", "Relu", List.of("h"), List.of("r")),
            Node.of("last", "Gemm", List.of("r", "w2", "b2"), List.of("y"), gemm()));
    Graph graph =
        new Graph(
            "tiny", nodes, constants, List.of(value("x", 8)), List.of(value("y", 3)), List.of());
    return new OnnxModel(
        8,
        List.of(new OpsetImport("", 13)),
        "test",
        "",
        "",
        1,
        "",
        graph,
        Map.of(),
        List.of(),
        null,
        Extras.NONE);
  }

  private static Map<String, Attribute> gemm() {
    return Map.of("alpha", new Attribute.FloatValue(1f));
  }

  private static ValueInfo value(String name, long width) {
    List<Dim> shape = List.of(Dim.symbolic("N"), Dim.of(width));
    return new ValueInfo(name, new ValueType(DataType.FLOAT, shape));
  }

  private static float[] floats(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
