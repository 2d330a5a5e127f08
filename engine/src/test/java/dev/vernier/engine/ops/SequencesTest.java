package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Value;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.ValueType.Kind;
import dev.vernier.onnx.VernierException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequencesTest {
  private static final ValueType FLOATS = new ValueType(DataType.FLOAT, null);
  private static final ValueType LONG = ValueType.tensor(DataType.INT64);
  private static final ValueType BOOL = ValueType.tensor(DataType.BOOL);
  private static final ValueType SEQUENCE = of(Kind.SEQUENCE, FLOATS);
  private static final ValueType OPTIONAL = of(Kind.OPTIONAL, SEQUENCE);

  private static ValueType of(Kind kind, ValueType element) {
    return new ValueType(kind, DataType.UNDEFINED, null, element, "", Extras.NONE);
  }

  private static ValueInfo value(String name, ValueType type) {
    return new ValueInfo(name, type);
  }

  private static Node node(String type, String inputs, String outputs) {
    List<String> in = inputs.isEmpty() ? List.of() : List.of(inputs.split(" ", -1));
    return Node.of("", type, in, List.of(outputs.split(" ")));
  }

  private static Graph graph(List<ValueInfo> in, List<ValueInfo> out, Node... nodes) {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    for (int i = -3; i <= 3; i++) {
      constants.put("" + i, TensorData.ofInt64s("" + i, new long[0], i));
    }
    constants.put("2,1", TensorData.ofInt64s("2,1", new long[] {2}, 2, 1));
    constants.put("true", TensorData.ofBools("true", new long[0], true));
    return new Graph("g", List.of(nodes), constants, in, out, List.of());
  }

  private static InferenceSession session(List<ValueInfo> in, List<ValueInfo> out, Node... nodes) {
    return EngineModel.load(OnnxModel.of(18, graph(in, out, nodes))).newSession();
  }

  private static Tensor floats(float... values) {
    return Tensor.of(values, values.length);
  }

  private static List<List<Float>> contents(Value value) {
    return ((SequenceValue) value).elements().stream().map(SequencesTest::list).toList();
  }

  private static List<Float> list(Value value) {
    List<Float> list = new java.util.ArrayList<>();
    for (float f : value.tensor().toFloats()) {
      list.add(f);
    }
    return list;
  }

  /** Runs nodes from sequence s (and tensor t) to output y. */
  private static Value run(ValueType result, Map<String, Value> inputs, Node... nodes) {
    List<ValueInfo> in =
        inputs.entrySet().stream()
            .map(e -> value(e.getKey(), e.getValue() instanceof Tensor ? FLOATS : SEQUENCE))
            .toList();
    return session(in, List.of(value("y", result)), nodes).runValues(inputs).get("y");
  }

  private static final Map<String, Value> S123_T9 =
      Map.of("s", SequenceValue.of(floats(1), floats(2, 2), floats(3)), "t", floats(9));
  private static final Map<String, Value> S123 = Map.of("s", S123_T9.get("s"));

  @Test
  void tensorsAreInsertedWhereAsked() {
    for (Map.Entry<String, List<Float>> at :
        Map.of(
                "0",
                List.of(9f, 1f, 2f, 2f, 3f),
                "-1",
                List.of(1f, 2f, 2f, 9f, 3f),
                "3",
                List.of(1f, 2f, 2f, 3f, 9f),
                "-3",
                List.of(9f, 1f, 2f, 2f, 3f))
            .entrySet()) {
      Value y = run(SEQUENCE, S123_T9, node("SequenceInsert", "s t " + at.getKey(), "y"));
      assertThat(contents(y).stream().flatMap(List::stream).toList()).isEqualTo(at.getValue());
    }
    Value atEnd = run(SEQUENCE, S123_T9, node("SequenceInsert", "s t", "y"));
    assertThat(contents(atEnd)).endsWith(List.of(9f));
  }

  @Test
  void tensorsAreErasedAndRead() {
    assertThat(contents(run(SEQUENCE, S123, node("SequenceErase", "s", "y"))))
        .containsExactly(List.of(1f), List.of(2f, 2f));
    assertThat(contents(run(SEQUENCE, S123, node("SequenceErase", "s -3", "y"))))
        .containsExactly(List.of(2f, 2f), List.of(3f));
    assertThat(list(run(FLOATS, S123, node("SequenceAt", "s -2", "y")))).containsExactly(2f, 2f);
    assertThat(run(LONG, S123, node("SequenceLength", "s", "y")).tensor().longAt(0)).isEqualTo(3);
  }

  @Test
  void positionsOutsideAreRefusedByName() {
    assertThatThrownBy(() -> run(FLOATS, S123, node("SequenceAt", "s 3", "y")))
        .isInstanceOf(VernierException.class)
        .hasMessage("SequenceAt -> y: position 3 is outside a sequence of 3 tensors");
    assertThatThrownBy(() -> run(SEQUENCE, S123, node("SequenceErase", "s 3", "y")))
        .hasMessageContaining("position 3 is outside");
    Map<String, Value> empty = Map.of("s", SequenceValue.of());
    assertThatThrownBy(() -> run(SEQUENCE, empty, node("SequenceErase", "s", "y")))
        .hasMessageContaining("an empty sequence has no tensor to erase");
  }

  @Test
  void sequencesHoldOneElementType() {
    Node empty = node("SequenceEmpty", "", "e").withAttribute("dtype", Attribute.of(7));
    assertThatThrownBy(() -> run(SEQUENCE, S123_T9, empty, node("SequenceInsert", "e t", "y")))
        .hasMessageContaining("a sequence of tensors of type INT64 cannot hold FLOAT[1]");
  }

  @Test
  void tensorsAreSplitByOneLengthBySeveralAndIntoSlices() {
    Map<String, Value> x = Map.of("x", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    Node byTwo = node("SplitToSequence", "x 2", "y").withAttribute("axis", Attribute.of(-1));
    assertThat(contents(run(SEQUENCE, x, byTwo)))
        .containsExactly(List.of(1f, 2f, 4f, 5f), List.of(3f, 6f));
    Node byLengths =
        node("SplitToSequence", "x 2,1", "y")
            .withAttribute("axis", Attribute.of(1))
            .withAttribute("keepdims", Attribute.of(0));
    SequenceValue parts = (SequenceValue) run(SEQUENCE, x, byLengths);
    assertThat(parts.elements().get(1).dims()).containsExactly(2, 1);
    Node slices = node("SplitToSequence", "x", "y").withAttribute("keepdims", Attribute.of(0));
    SequenceValue rows = (SequenceValue) run(SEQUENCE, x, slices);
    assertThat(contents(rows)).containsExactly(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f));
    assertThat(rows.elements().get(0).dims()).containsExactly(3);
    assertThatThrownBy(() -> run(SEQUENCE, x, node("SplitToSequence", "x 2,1", "y")))
        .hasMessageContaining("lengths [2, 1] do not sum to the axis of 2");
    assertThatThrownBy(() -> run(SEQUENCE, x, node("SplitToSequence", "x 0", "y")))
        .hasMessageContaining("split = 0: expected a positive length");
  }

  @Test
  void sequencesAreJoinedAlongOldAndNewAxes() {
    Map<String, Value> s =
        Map.of(
            "s",
            SequenceValue.of(
                Tensor.of(new float[] {1, 2, 3, 4}, 2, 2),
                Tensor.of(new float[] {5, 6, 7, 8}, 2, 2)));
    Node old = node("ConcatFromSequence", "s", "y").withAttribute("axis", Attribute.of(1));
    assertThat(list(run(FLOATS, s, old))).containsExactly(1f, 2f, 5f, 6f, 3f, 4f, 7f, 8f);
    Node last =
        old.withAttribute("axis", Attribute.of(-1)).withAttribute("new_axis", Attribute.of(1));
    Tensor stacked = run(FLOATS, s, last).tensor();
    assertThat(stacked.dims()).containsExactly(2, 2, 2);
    assertThat(list(stacked)).containsExactly(1f, 5f, 2f, 6f, 3f, 7f, 4f, 8f);
    Node first = node("ConcatFromSequence", "s", "y").withAttribute("axis", Attribute.of(0));
    assertThatThrownBy(
            () -> run(FLOATS, Map.of("s", SequenceValue.of(floats(1), Tensor.scalar(1f))), first))
        .hasMessageContaining("tensors FLOAT[1] and FLOAT[] cannot be joined along axis 0");
  }

  /** Memory of activations is used again; what a sequence holds must not be. */
  @Test
  void elementsOutliveTheActivationsTheyCameFrom() {
    InferenceSession session =
        session(
            List.of(value("x", ValueType.tensor(DataType.FLOAT, 2))),
            List.of(value("y", SEQUENCE), value("z", FLOATS)),
            node("Neg", "x", "a"),
            node("SequenceConstruct", "a x", "y"),
            node("Abs", "a", "b"),
            node("Neg", "b", "c"),
            node("Exp", "c", "z"));
    for (float f : new float[] {1, 4}) {
      Map<String, Value> results = session.runValues(Map.of("x", floats(f, -f)));
      assertThat(contents(results.get("y"))).containsExactly(List.of(-f, f), List.of(f, -f));
    }
  }

  private static Node loop(String inputs, String outputs, Graph body) {
    return node("Loop", inputs, outputs).withAttribute("body", Attribute.of(body));
  }

  private static final List<ValueInfo> BODY_INPUTS =
      List.of(value("i", LONG), value("go", BOOL), value("s_in", SEQUENCE));

  @Test
  void loopsCarrySequences() {
    Graph body =
        graph(
            BODY_INPUTS,
            List.of(value("go_out", BOOL), value("s_out", SEQUENCE), value("length", LONG)),
            node("Identity", "go", "go_out"),
            node("SequenceAt", "s_in -1", "last"),
            node("Add", "last t", "sum"),
            node("SequenceInsert", "s_in sum", "inserted"),
            node("Identity", "inserted", "s_out"),
            node("SequenceLength", "s_out", "length"));
    List<ValueInfo> in = List.of(value("s", SEQUENCE), value("t", FLOATS), value("n", LONG));
    List<ValueInfo> out = List.of(value("y", SEQUENCE), value("lengths", FLOATS));
    InferenceSession session = session(in, out, loop("n true s", "y lengths", body));
    Map<String, Value> inputs = new LinkedHashMap<>();
    inputs.put("s", SequenceValue.of(floats(1, 2)));
    inputs.put("t", floats(10, 0));
    inputs.put("n", Tensor.scalar(2));
    Map<String, Value> results = session.runValues(inputs);
    assertThat(contents(results.get("y")))
        .containsExactly(List.of(1f, 2f), List.of(11f, 2f), List.of(21f, 2f));
    assertThat(results.get("lengths").tensor().toLongs()).containsExactly(2, 3);
    inputs.put("n", Tensor.scalar(0));
    assertThat(contents(session.runValues(inputs).get("y"))).containsExactly(List.of(1f, 2f));
  }

  @Test
  void statesOfALoopWithoutIterationAreTheResultsOwn() {
    Graph body =
        graph(
            List.of(value("i", LONG), value("go", BOOL), value("v", FLOATS)),
            List.of(value("go_out", BOOL), value("v_out", FLOATS)),
            node("Identity", "go", "go_out"),
            node("Neg", "v", "v_out"));
    InferenceSession session =
        session(
            List.of(value("x", ValueType.tensor(DataType.FLOAT, 2)), value("n", LONG)),
            List.of(value("y", FLOATS), value("z", FLOATS)),
            node("Neg", "x", "a"),
            loop("n true a", "y", body),
            node("Abs", "x", "b"),
            node("Abs", "b", "z"));
    Map<String, Value> inputs = Map.of("x", floats(1, 2), "n", Tensor.scalar(0));
    assertThat(list(session.runValues(inputs).get("y"))).containsExactly(-1f, -2f);
  }

  @Test
  void branchesGiveOptionalsAndUseOuterSequences() {
    Graph some =
        graph(
            List.of(),
            List.of(value("o1", OPTIONAL)),
            node("SequenceInsert", "s t", "longer"),
            node("Optional", "longer", "o1"));
    Graph none = graph(List.of(), List.of(value("o2", OPTIONAL)), node("Optional", "", "o2"));
    Node branch =
        node("If", "c", "y")
            .withAttribute("then_branch", Attribute.of(some))
            .withAttribute("else_branch", Attribute.of(none));
    List<ValueInfo> in = List.of(value("s", SEQUENCE), value("t", FLOATS), value("c", BOOL));
    InferenceSession session =
        session(
            in,
            List.of(value("y", OPTIONAL), value("has", BOOL)),
            branch,
            node("OptionalHasElement", "y", "has"));
    Map<String, Value> inputs = new LinkedHashMap<>(S123_T9);
    inputs.put("c", Tensor.of(new boolean[] {true}));
    Map<String, Value> taken = session.runValues(inputs);
    assertThat(contents(((OptionalValue) taken.get("y")).element())).hasSize(4);
    assertThat(taken.get("has").tensor().longAt(0)).isEqualTo(1);
    inputs.put("c", Tensor.of(new boolean[] {false}));
    Map<String, Value> other = session.runValues(inputs);
    assertThat(other.get("y")).isEqualTo(OptionalValue.EMPTY);
    assertThat(other.get("has").tensor().longAt(0)).isZero();
  }

  @Test
  void optionalInputsMayHoldNothingSomethingOrBeThatThingItself() {
    InferenceSession session =
        session(
            List.of(value("o", of(Kind.OPTIONAL, FLOATS))),
            List.of(value("y", FLOATS)),
            node("OptionalGetElement", "o", "y"));
    assertThat(list(session.runValues(Map.of("o", new OptionalValue(floats(4)))).get("y")))
        .containsExactly(4f);
    assertThat(list(session.run(Map.of("o", floats(5))).get("y"))).containsExactly(5f);
    assertThatThrownBy(() -> session.runValues(Map.of("o", OptionalValue.EMPTY)))
        .hasMessage("OptionalGetElement -> y: an empty optional has no element");
    assertThatThrownBy(() -> session.runValues(Map.of("o", SequenceValue.of(floats(1)))))
        .hasMessageContaining("expected type optional(FLOAT[...]), found a sequence of 1 tensors");
  }

  @Test
  void aTensorHasAnElementBeforeItIsKnown() {
    InferenceSession session =
        session(
            List.of(value("x", ValueType.tensor(DataType.FLOAT, 2))),
            List.of(value("y", BOOL), value("z", BOOL)),
            node("OptionalHasElement", "x", "y"),
            node("OptionalHasElement", "", "z"));
    Map<String, Tensor> results = session.run(Map.of("x", floats(1, 2)));
    assertThat(results.get("y").longAt(0)).isEqualTo(1);
    assertThat(results.get("z").longAt(0)).isZero();
    assertThat(session.describePlan(Map.of("x", new int[] {2}))).isEmpty();
  }

  @Test
  void graphsAreMappedOverSequences() {
    Graph body =
        graph(
            List.of(value("a", FLOATS), value("b", FLOATS), value("c", FLOATS)),
            List.of(value("sum", FLOATS), value("shape", ValueType.tensor(DataType.INT64, 1))),
            node("Add", "a b", "ab"),
            node("Mul", "ab c", "abc"),
            node("Add", "abc outer", "sum"),
            node("Shape", "sum", "shape"));
    Node map = node("SequenceMap", "s u t", "y shapes").withAttribute("body", Attribute.of(body));
    List<ValueInfo> in =
        List.of(
            value("s", SEQUENCE), value("u", SEQUENCE), value("t", FLOATS), value("outer", FLOATS));
    InferenceSession session =
        session(in, List.of(value("y", SEQUENCE), value("shapes", of(Kind.SEQUENCE, LONG))), map);
    Map<String, Value> inputs = new LinkedHashMap<>(S123_T9);
    inputs.put("u", SequenceValue.of(floats(1), floats(1, 2), floats(1)));
    inputs.put("outer", floats(0.5f));
    Map<String, Value> results = session.runValues(inputs);
    assertThat(contents(results.get("y")))
        .containsExactly(List.of(18.5f), List.of(27.5f, 36.5f), List.of(36.5f));
    assertThat(contents(results.get("shapes")))
        .containsExactly(List.of(1f), List.of(2f), List.of(1f));
    inputs.put("u", SequenceValue.of(floats(1)));
    assertThatThrownBy(() -> session.runValues(inputs))
        .hasMessageContaining("input 1 is a sequence of 1 tensors of type FLOAT: expected 3");
    inputs.put("s", SequenceValue.of());
    inputs.put("u", SequenceValue.of());
    assertThat(session.runValues(inputs).get("shapes"))
        .isEqualTo(new SequenceValue(DataType.INT64, List.of()));
  }

  @Test
  void whatIsNoTensorIsRefusedWhereOneIsNeeded() {
    assertThatThrownBy(() -> run(FLOATS, S123_T9, node("Add", "s t", "y")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Add -> y: input 's' is a sequence of 3 tensors of type FLOAT");
    assertThatThrownBy(() -> run(SEQUENCE, S123_T9, node("SequenceInsert", "t t", "y")))
        .hasMessageContaining("SequenceInsert -> y")
        .hasMessageContaining("expected a sequence, found FLOAT[1]");
    InferenceSession identity =
        session(
            List.of(value("s", SEQUENCE)),
            List.of(value("y", SEQUENCE)),
            node("Identity", "s", "y"));
    Map<String, Tensor> tensor = Map.of("s", floats(1));
    assertThatThrownBy(() -> identity.run(tensor))
        .hasMessage("input 's': expected type sequence(FLOAT[...]), found FLOAT");
    InferenceSession split =
        session(
            List.of(value("t", FLOATS)),
            List.of(value("y", SEQUENCE)),
            node("SplitToSequence", "t", "y"));
    assertThatThrownBy(() -> split.run(Map.of("t", floats(1, 2))))
        .hasMessageContaining("output 'y' is a sequence of 2 tensors of type FLOAT");
  }

  @Test
  void modelsOfSequencesAreDescribedAndNeverBatched() {
    InferenceSession session =
        session(
            List.of(value("s", SEQUENCE), value("t", ValueType.tensor(DataType.FLOAT, -1))),
            List.of(value("y", SEQUENCE)),
            node("SequenceInsert", "s t", "y"));
    Map<String, int[]> dims = Map.of("t", new int[] {1});
    assertThat(session.sampleAxis().batchable()).isFalse();
    assertThat(session.describePlan(dims)).contains("SequenceInsert -> y");
    assertThat(session.memoryPlan(dims).ioBytes()).isPositive();
  }
}
