package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limits SMALL = new Limits(1 << 20, 1000);

  private static EngineModel load(OnnxModel model) {
    return EngineModel.load(model, OperatorRegistry.standard(), SMALL);
  }

  private static OnnxModel model(List<Node> nodes, Map<String, TensorData> constants) {
    List<ValueInfo> inputs = List.of(new ValueInfo("x", new ValueType(DataType.INT64, null)));
    List<ValueInfo> outputs = List.of(new ValueInfo("y", new ValueType(DataType.FLOAT, null)));
    return OnnxModel.of(17, new Graph("g", nodes, constants, inputs, outputs, List.of()));
  }

  private static TensorData longs(String name, long... values) {
    return TensorData.ofInt64s(name, new long[] {values.length}, values);
  }

  @Test
  void constantsAreMeasuredBeforeTheyAreMade() {
    Node huge = Node.of("big", "ConstantOfShape", List.of("s"), List.of("y"));
    assertThatThrownBy(() -> load(model(List.of(huge), Map.of("s", longs("s", 500, 1000)))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("ConstantOfShape 'big'")
        .hasMessageContaining("output 'y' of shape [500,1000] needs 2000000 bytes")
        .hasMessageContaining("limit of 1048576")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void shapesThatDependOnDataAreMeasuredWhenTheyAreKnown() {
    Node node = Node.of("big", "ConstantOfShape", List.of("x"), List.of("y"));
    InferenceSession session = load(model(List.of(node), Map.of())).newSession();
    assertThat(session.run(Map.of("x", Tensor.of(new long[] {3}, 1))).get("y").size()).isEqualTo(3);
    for (long size : new long[] {300_000, 10_000_000_000L, -1}) {
      assertThatThrownBy(() -> session.run(Map.of("x", Tensor.of(new long[] {size}, 1))))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("ConstantOfShape 'big'");
    }
    assertThat(session.run(Map.of("x", Tensor.of(new long[] {5}, 1))).get("y").size()).isEqualTo(5);
  }

  @Test
  void activationsAreMeasuredBeforeTheArenaIsMade() {
    Node cast =
        new Node("c", "Cast", "", List.of("x"), List.of("f"), Map.of("to", Attribute.of(1L)), "");
    Node expand = Node.of("e", "Expand", List.of("f", "s"), List.of("y"));
    InferenceSession session =
        load(model(List.of(cast, expand), Map.of("s", longs("s", 1000, 1)))).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.allocate(DataType.INT64, 1000))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Expand 'e': output 'y' of shape [1000,1000] needs 4000000 bytes");
    assertThat(session.run(Map.of("x", Tensor.allocate(DataType.INT64, 10))).get("y").dims())
        .containsExactly(1000, 10);
  }

  @Test
  void loopsThatDoNotEndAreStopped() {
    Node more = Node.of("m", "Identity", List.of("cond"), List.of("more"));
    Node step = Node.of("s", "Identity", List.of("v"), List.of("w"));
    Graph body =
        new Graph(
            "body",
            List.of(more, step),
            Map.of(),
            List.of(
                new ValueInfo("i", ValueType.tensor(DataType.INT64)),
                new ValueInfo("cond", ValueType.tensor(DataType.BOOL)),
                new ValueInfo("v", new ValueType(DataType.INT64, null))),
            List.of(
                new ValueInfo("more", ValueType.tensor(DataType.BOOL)),
                new ValueInfo("w", new ValueType(DataType.INT64, null))),
            List.of());
    Node loop =
        Node.of(
            "l", "Loop", List.of("", "", "x"), List.of("y"), Map.of("body", Attribute.of(body)));
    InferenceSession session = load(model(List.of(loop), Map.of())).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.of(new long[] {3}, 1))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Loop 'l'")
        .hasMessageContaining("more than 1000 iterations");
  }

  @Test
  void nodesThatNoOperatorSetKnowsAreListed() {
    Node add = Node.of("a", "Add", List.of("x"), List.of("h"));
    Node cast = Node.of("c", "Cast", List.of("h"), List.of("y"));
    assertThat(load(model(List.of(add, cast), Map.of())).unsupported())
        .containsExactly("Add 'a': 1 input: expected 2", "Cast 'c': attribute 'to' is missing");
  }

  @Test
  void typesThatAnOperatorDoesNotTakeAreNamed() {
    Node sqrt = Node.of("s", "Sqrt", List.of("x"), List.of("y"));
    InferenceSession session = load(model(List.of(sqrt), Map.of())).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.of(new long[] {3}, 1))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Sqrt 's'")
        .hasMessageContaining("input 0 is of type INT64: expected one of");
  }

  @Test
  void weightsAreMeasuredBeforeTheyArePacked() {
    Node cast =
        new Node("c", "Cast", "", List.of("x"), List.of("f"), Map.of("to", Attribute.of(1L)), "");
    Node product = Node.of("m", "MatMul", List.of("f", "w"), List.of("y"));
    TensorData column = TensorData.ofFloats("w", new long[] {20_000, 1}, new float[20_000]);
    InferenceSession session =
        load(model(List.of(cast, product), Map.of("w", column))).newSession();
    // A column is packed as a panel of at least eight.
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.allocate(DataType.INT64, 1, 20_000))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("MatMul 'm': what is made from its weights needs")
        .hasMessageContaining("beside 80000 in use, more than the limit of 1048576");
  }

  @Test
  void recurrencesAndAttentionRefuseDouble() {
    Node cast =
        new Node("c", "Cast", "", List.of("x"), List.of("d"), Map.of("to", Attribute.of(11L)), "");
    Node attention = Node.of("a", "Attention", List.of("d", "d", "d"), List.of("y"));
    OnnxModel model = model(List.of(cast, attention), Map.of()).withOpset("", 23);
    InferenceSession session = load(model).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.allocate(DataType.INT64, 1, 1, 2, 4))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Attention 'a'")
        .hasMessageContaining("input 0 is of type DOUBLE")
        .hasMessageContaining("cast to FLOAT");
  }

  @Test
  void shapesThatDoNotFitAreToldWithWhatWasExpected() {
    refused(
        Node.of("a", "Attention", List.of("f", "f", "f"), List.of("y")),
        new int[] {2, 4},
        "input 0 has shape [2,4]: expected rank 3 to 4");
    refused(
        Node.of("r", "MaxRoiPool", List.of("f", "f"), List.of("y"))
            .withAttribute("pooled_shape", Attribute.ofInts(2, 2)),
        new int[] {1, 1, 4, 4},
        "input 1 has shape [1,1,4,4]: expected [?,5]");
    refused(
        Node.of("s", "STFT", List.of("f", "n"), List.of("y")),
        new int[] {1, 16, 3},
        "input 0 has shape [1,16,3]: expected 1 (real) or 2 (complex) in the last dimension");
    refused(
        Node.of("g", "AffineGrid", List.of("f", "n"), List.of("y")),
        new int[] {1, 6},
        "input 0 has shape [1,6]: expected rank 3");
    refused(
        Node.of("c", "Col2Im", List.of("f", "n", "n"), List.of("y"))
            .withAttribute("pads", Attribute.ofInts(1, 1, 1)),
        new int[] {1, 4, 4},
        "attribute pads has 3 values: expected 4");
    refused(
        Node.of("u", "MaxUnpool", List.of("f", "x"), List.of("y"))
            .withAttribute("kernel_shape", Attribute.ofInts(2, 2))
            .withAttribute("strides", Attribute.ofInts(2)),
        new int[] {1, 1, 2, 2},
        "attribute strides has 1 values: expected 2");
  }

  /** A node that reads the model's input, cast to FLOAT, as f, and the numbers 4 and 4 as n. */
  private static void refused(Node node, int[] dims, String words) {
    Node cast =
        new Node("c", "Cast", "", List.of("x"), List.of("f"), Map.of("to", Attribute.of(1L)), "");
    TensorData two = node.is("STFT") ? longs("n", 4) : longs("n", 4, 4);
    OnnxModel model = model(List.of(cast, node), Map.of("n", two)).withOpset("", 23);
    InferenceSession session = load(model).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", Tensor.allocate(DataType.INT64, dims))))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(node.label())
        .hasMessageContaining(words);
  }
}
