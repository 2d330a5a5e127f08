package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of products over what positions hold are what the layer computes. */
class LayerPositionsTest {
  private static final int ZERO = 100;

  private static long[] longs(long... values) {
    return values;
  }

  /** Compares a layer run by the engine with its sums position by position. */
  private static void compare(Node node, long[] input, long[] weight) {
    Random random = new Random(7);
    float[] x = new float[(int) TensorData.elementCount("x", input)];
    Tensor codes = Tensor.allocate(DataType.UINT8, ints(input));
    for (int i = 0; i < x.length; i++) {
      int code = random.nextInt(256);
      codes.setLong(i, code);
      x[i] = code - ZERO;
    }
    float[] w = new float[(int) TensorData.elementCount("w", weight)];
    for (int i = 0; i < w.length; i++) {
      w[i] = random.nextInt(9) - 4;
    }
    Tensor y = run(node, Tensor.of(x, ints(input)), TensorData.ofFloats("w", weight, w));
    LayerShape shape = LayerShape.of(node, weight);
    int seen = 0;
    for (int group = 0; group < shape.groups(); group++) {
      LayerPositions positions = new LayerPositions(shape, group, codes, ZERO, y);
      for (int position = 0; position < positions.count(); position++) {
        compare(shape, group, positions, position, w);
        seen += shape.outputs();
      }
    }
    assertThat(seen).isEqualTo(y.size());
  }

  private static void compare(
      LayerShape shape, int group, LayerPositions positions, int position, float[] w) {
    double[] in = new double[shape.inputs() + 1];
    double[] out = new double[shape.outputs() + 1];
    positions.inputs(position, in, 1);
    positions.outputs(position, out, 1);
    for (int n = 0; n < shape.outputs(); n++) {
      double sum = 0;
      for (int i = 0; i < shape.inputs(); i++) {
        sum += in[1 + i] * w[shape.index(group, n, i)];
      }
      assertThat(sum).isCloseTo(out[1 + n], within(0.0));
    }
  }

  private static int[] ints(long[] dims) {
    return java.util.Arrays.stream(dims).mapToInt(Math::toIntExact).toArray();
  }

  private static Tensor run(Node node, Tensor x, TensorData w) {
    ValueType any = new ValueType(DataType.FLOAT, null);
    Graph graph =
        new Graph(
            "layer",
            List.of(node),
            Map.of("w", w),
            List.of(new ValueInfo("x", any)),
            List.of(new ValueInfo("y", any)),
            List.of());
    OnnxModel model =
        new OnnxModel(
            8,
            List.of(new OpsetImport("", 13)),
            "",
            "",
            "",
            0,
            "",
            graph,
            Map.of(),
            List.of(),
            null,
            Extras.NONE);
    return EngineModel.load(model).newSession().run(Map.of("x", x)).get("y");
  }

  private static Node node(String type) {
    return Node.of("n", type, List.of("x", "w"), List.of("y"));
  }

  @Test
  void ofConvolutions() {
    Node conv = node("Conv");
    compare(conv, longs(1, 3, 5, 4), longs(2, 3, 1, 1));
    compare(
        conv.withAttribute("pads", Attribute.ofInts(1, 0, 2, 1))
            .withAttribute("strides", Attribute.ofInts(2, 1)),
        longs(2, 3, 6, 5),
        longs(4, 3, 3, 2));
    compare(
        conv.withAttribute("auto_pad", Attribute.of("SAME_UPPER"))
            .withAttribute("strides", Attribute.ofInts(2, 2)),
        longs(1, 2, 6, 7),
        longs(3, 2, 3, 3));
    compare(
        conv.withAttribute("dilations", Attribute.ofInts(2, 2)),
        longs(1, 2, 7, 6),
        longs(3, 2, 2, 3));
  }

  @Test
  void ofGroups() {
    compare(
        node("Conv")
            .withAttribute("group", Attribute.of(2L))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)),
        longs(2, 4, 4, 4),
        longs(6, 2, 3, 3));
    compare(
        node("Conv").withAttribute("group", Attribute.of(4L)),
        longs(1, 4, 4, 4),
        longs(4, 1, 3, 3));
  }

  @Test
  void ofOneAndThreeSpatialAxes() {
    compare(
        node("Conv").withAttribute("pads", Attribute.ofInts(1, 1)), longs(2, 3, 8), longs(4, 3, 3));
    compare(node("Conv"), longs(1, 2, 4, 5, 3), longs(3, 2, 2, 3, 2));
  }

  @Test
  void ofProducts() {
    compare(node("Gemm"), longs(3, 5), longs(5, 4));
    compare(node("Gemm").withAttribute("transB", Attribute.of(1L)), longs(3, 5), longs(4, 5));
    compare(node("MatMul"), longs(2, 3, 5), longs(5, 4));
  }

  @Test
  void hashesChooseEvenly() {
    int last = -1;
    for (int k = 0; k < 100; k++) {
      int position = PositionBlocks.position(3, k, 100, 1234);
      assertThat(position).isBetween(k * 1234 / 100, (k + 1) * 1234 / 100 - 1).isGreaterThan(last);
      last = position;
    }
    assertThat(PositionBlocks.position(3, 5, 6, 6)).isEqualTo(5);
  }
}
