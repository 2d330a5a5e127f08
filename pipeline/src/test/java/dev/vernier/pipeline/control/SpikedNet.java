package dev.vernier.pipeline.control;

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
import dev.vernier.pipeline.data.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A classifier of 16 numbers into 4 classes, five products of 16 by 16 with Relu between and one to
 * the classes. The third of them has one output a thousand times larger than the others, which the
 * fourth multiplies by nearly nothing: eight bits of that tensor keep little of the rest.
 */
final class SpikedNet {
  static final int WIDTH = 16;
  static final int CLASSES = 4;
  private static final int LAYERS = 6;
  private static final int SPIKED = 2;

  private SpikedNet() {}

  static OnnxModel model() {
    Random random = new Random(5);
    Map<String, TensorData> constants = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    String input = "x";
    for (int layer = 0; layer < LAYERS; layer++) {
      boolean last = layer == LAYERS - 1;
      String w = "w" + layer;
      float[] weights = weights(random, last ? CLASSES : WIDTH, layer);
      long[] dims = {WIDTH, last ? CLASSES : WIDTH};
      constants.put(w, TensorData.ofFloats(w, dims, weights));
      String product = last ? "y" : "h" + layer;
      nodes.add(Node.of("product" + layer, "MatMul", List.of(input, w), List.of(product)));
      input = "r" + layer;
      if (!last) {
        nodes.add(Node.of("relu" + layer, "Relu", List.of(product), List.of(input)));
      }
    }
    Graph graph =
        new Graph(
            "spiked",
            nodes,
            constants,
            List.of(value("x", WIDTH)),
            List.of(value("y", CLASSES)),
            List.of());
    List<OpsetImport> opsets = List.of(new OpsetImport("", 13));
    return new OnnxModel(
        8, opsets, "test", "", "", 1, "", graph, Map.of(), List.of(), null, Extras.NONE);
  }

  private static float[] weights(Random random, int columns, int layer) {
    float[] weights = new float[WIDTH * columns];
    for (int i = 0; i < weights.length; i++) {
      float scale = 0.35f;
      scale *= layer == SPIKED && i % columns == 0 ? 1000 : 1;
      scale *= layer == SPIKED + 1 && i / columns == 0 ? 1e-4f : 1;
      weights[i] = scale * (float) (random.nextGaussian() + (layer == SPIKED ? 0.3 : 0));
    }
    return weights;
  }

  private static ValueInfo value(String name, long width) {
    List<Dim> shape = List.of(Dim.symbolic("N"), Dim.of(width));
    return new ValueInfo(name, new ValueType(DataType.FLOAT, shape));
  }

  static List<Row> rows(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        values[k] = (float) random.nextGaussian();
      }
      rows.add(Row.of("x", values));
    }
    return rows;
  }
}
