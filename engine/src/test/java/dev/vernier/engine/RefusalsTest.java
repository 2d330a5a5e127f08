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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models that do not fit together are refused with the node and what was expected of it. */
class RefusalsTest {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private DataType input = DataType.FLOAT;
  private long opset = 21;

  private RefusalsTest node(String opType, String output, String... inputs) {
    nodes.add(Node.of("", opType, List.of(inputs), List.of(output)));
    return this;
  }

  private RefusalsTest contrib(String opType, String output, String... inputs) {
    nodes.add(
        new Node("", opType, "com.microsoft", List.of(inputs), List.of(output), Map.of(), ""));
    return this;
  }

  private RefusalsTest with(String attribute, Attribute value) {
    nodes.add(nodes.remove(nodes.size() - 1).withAttribute(attribute, value));
    return this;
  }

  private RefusalsTest constant(String name, DataType type, int... dims) {
    constants.put(name, Tensor.allocate(type, dims).toTensorData(name));
    return this;
  }

  private RefusalsTest scalar(String name, float value) {
    constants.put(name, Tensor.scalar(value).toTensorData(name));
    return this;
  }

  /** A session of the nodes, which make y from x, with a megabyte of memory. */
  private InferenceSession session() {
    Graph graph =
        new Graph(
            "g",
            nodes,
            constants,
            List.of(new ValueInfo("x", new ValueType(input, null))),
            List.of(new ValueInfo("y", new ValueType(DataType.UNDEFINED, null))),
            List.of());
    OnnxModel model = OnnxModel.of(opset, graph).withOpset("com.microsoft", 1);
    Limits limits = new Limits(1 << 20, 100);
    return EngineModel.load(model, OperatorRegistry.standard(), limits).newSession();
  }

  private Tensor run(int... dims) {
    return session().run(Map.of("x", Tensor.allocate(input, dims))).get("y");
  }

  private void refuses(String words, int... dims) {
    assertThatThrownBy(() -> run(dims))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("cannot work with these");
  }

  @Test
  void namesLeftEmptyAtTheEndStandForNothing() {
    nodes.add(Node.of("", "Mul", List.of("x", "x", ""), List.of("m", "")));
    nodes.add(Node.of("", "Concat", List.of("m", "x", ""), List.of("c", "", "")));
    with("axis", Attribute.of(0L));
    node("Max", "y", "c", "c", "");
    assertThat(run(2, 3).dims()).containsExactly(4, 3);
    assertThat(session().sampleAxis(Map.of("x", new int[] {1, 3})).of("m"))
        .isEqualTo(SampleAxis.Status.PROVEN);
  }

  @Test
  void operatorsAreCheckedInOperatorSetsThatDoNotHaveThemYet() {
    opset = 8;
    node("Atanh", "y", "");
    refuses("Atanh -> y: 0 inputs: expected 1", 2);
  }

  @Test
  void aPlanThatTakesTooMuchNamesItsLargestActivation() {
    node("Transpose", "t", "x").node("MatMul", "m", "t", "x").node("MatMul", "y", "m", "t");
    InferenceSession session = session();
    String words =
        "MatMul -> m: the plan of all activations, of which 'm' of shape [400,400] is the largest,"
            + " needs ";
    assertThatThrownBy(() -> session.describePlan(Map.of("x", new int[] {300, 400})))
        .isInstanceOf(VernierException.class)
        .hasMessageStartingWith(words)
        .hasMessageContaining("more than the limit of 1048576");
    refuses(words, 300, 400);
    assertThat(run(30, 40).dims()).containsExactly(40, 30);
  }

  @Test
  void nodesThatAnotherOneIsMadeOfAreNamedByItsOutput() {
    contrib("MatMulNBits", "y", "x", "w", "s")
        .with("K", Attribute.of(48L))
        .with("N", Attribute.of(2L))
        .with("block_size", Attribute.of(16L))
        .with("bits", Attribute.of(4L))
        .constant("w", DataType.UINT8, 0, 3, 8)
        .constant("s", DataType.FLOAT, 4);
    refuses("weights UINT8[0,3,8] and scales FLOAT[4] do not hold 2 columns", 48);
    refuses("DequantizeBlocks -> y/MatMulNBits0 on inputs [UINT8[0,3,8]", 48);
  }

  @Test
  void integersAreQuantizedAsImagesToo() {
    input = DataType.INT32;
    opset = 13;
    constant("z", DataType.UINT8).scalar("s", 1f).constant("w", DataType.FLOAT, 2, 3, 1, 1);
    node("QuantizeLinear", "q", "x", "s", "z").node("DequantizeLinear", "d", "q", "s", "z");
    node("Conv", "y", "d", "w");
    assertThat(run(1, 3, 4, 4).dims()).containsExactly(1, 2, 4, 4);
  }

  @Test
  void integerLayersCheckTheirCodes() {
    constant("z", DataType.UINT8).scalar("s", 1f).constant("w", DataType.INT8, 2, 3, 1, 1);
    constant("zw", DataType.INT8);
    node("QLinearConv", "y", "x", "s", "z", "w", "s", "zw", "s", "z");
    input = DataType.INT8;
    refuses("input 0 is of type INT8: expected one of [UINT8]", 1, 3, 4, 4);
    input = DataType.UINT8;
    refuses("input 0 has shape [3]: expected rank 2 or more", 3);
    assertThat(run(1, 3, 4, 4).dims()).containsExactly(1, 2, 4, 4);
  }

  @Test
  void integerConvolutionsTellOfTheirGroups() {
    input = DataType.UINT8;
    constant("z", DataType.UINT8).scalar("s", 1f).constant("w", DataType.UINT8, 2, 3, 1, 1);
    node("QLinearConv", "y", "x", "s", "z", "w", "s", "z", "s", "z");
    with("group", Attribute.of(-1L));
    refuses("QLinearConv -> y: attribute group = -1: expected 1 or more", 1, 3, 4, 4);
    nodes.clear();
    node("ConvInteger", "i", "x", "w").node("Cast", "y", "i");
    with("to", Attribute.of(1L));
    nodes.set(0, nodes.get(0).withAttribute("group", Attribute.of(0L)));
    refuses("ConvInteger -> i: attribute group = 0: expected 1 or more", 1, 3, 4, 4);
  }

  @Test
  void emptyListsOfWindowsAreNone() {
    constant("w", DataType.FLOAT, 2, 3, 3, 3);
    node("Conv", "y", "x", "w");
    for (String attribute : List.of("strides", "dilations", "pads")) {
      with(attribute, Attribute.ofInts());
    }
    assertThat(run(1, 3, 8, 8).dims()).containsExactly(1, 2, 6, 6);
    with("strides", Attribute.ofInts(1));
    refuses("attribute strides [1]: expected 2 values", 1, 3, 8, 8);
  }

  @Test
  void parametersOfNormalisationsMustRepeat() {
    constant("w", DataType.FLOAT, 2);
    node("LayerNormalization", "y", "x", "w");
    refuses("shapes [2] and [5,3] do not broadcast", 5, 3);
    nodes.clear();
    constant("w", DataType.FLOAT, 3, 2, 1, 2);
    opset = 23;
    node("RMSNormalization", "y", "x", "w");
    refuses("input 1 has shape [3,2,1,2], which does not broadcast to [2]", 2);
  }

  @Test
  void ranksAreChecked() {
    constant("i", DataType.INT64).constant("s", DataType.FLOAT).constant("c", DataType.UINT8);
    node("Shape", "n", "x").contrib("GatherBlockQuantized", "y", "c", "n", "s");
    refuses("input 0 has shape []: expected rank 1 or more", 2);
    nodes.clear();
    opset = 6;
    constant("slopes", DataType.FLOAT, 2);
    node("PRelu", "y", "x", "slopes");
    refuses("input 0 has shape [2]: expected rank 2 or more", 2);
    refuses("input 1 has shape [2]: expected 3 elements", 1, 3);
  }

  @Test
  void anglesMustFitTheirPositions() {
    opset = 23;
    constant("c", DataType.FLOAT, 4, 2).constant("s", DataType.FLOAT, 4, 1);
    constant("i", DataType.INT64, 3);
    node("RotaryEmbedding", "y", "x", "c", "s");
    refuses("input []: expected rank 4, or rank 3 with attribute num_heads (here 0)");
    refuses("input 2 has shape [4,1]: expected [4,2]", 1, 2, 4, 4);
    refuses("input 1 has shape [4,2]: expected [3,2]", 1, 2, 3, 4);
    nodes.clear();
    node("RotaryEmbedding", "y", "x", "c", "c", "i");
    refuses("input 3 has shape [3]: expected rank 2", 1, 2, 3, 4);
    nodes.clear();
    constant("n", DataType.FLOAT, 1, 3, 2);
    node("RotaryEmbedding", "y", "x", "n", "n");
    refuses("input 1 has shape [1,3,2]: expected [1,2,2]", 1, 2, 2, 4);
    assertThat(run(5, 2, 3, 4).dims()).containsExactly(5, 2, 3, 4);
  }

  @Test
  void signalsAreRealOrComplex() {
    opset = 20;
    node("DFT", "y", "x");
    refuses("input 0 has shape [1,4,0]: expected 1 (real) or 2 (complex)", 1, 4, 0);
  }

  @Test
  void aNormalisationMayScaleToAnotherType() {
    opset = 23;
    constants.put("w", Tensor.of(new double[] {1, 2}, 2).toTensorData("w"));
    node("RMSNormalization", "y", "x", "w").with("epsilon", Attribute.of(0f));
    Tensor x = Tensor.of(new float[] {3, 3}, 1, 2);
    Tensor y = session().run(Map.of("x", x)).get("y");
    assertThat(y.doubles()).containsExactly(1, 2);
  }

  @Test
  void whatIsDrawnNeedsAClass() {
    node("Multinomial", "y", "x");
    refuses("input 0 has shape [3,0]: expected at least one class", 3, 0);
  }

  @Test
  void aConstantOfShapeHasOneValue() {
    constant("s", DataType.INT64, 1);
    node("ConstantOfShape", "y", "s");
    with("value", Attribute.of(TensorData.ofFloats("v", new long[] {0, 2}, new float[0])));
    refuses("attribute value is FLOAT[0,2]: expected one element", 1);
  }

  @Test
  void masksOfAttentionAreChecked() {
    constant("w", DataType.FLOAT, 4, 12).constant("b", DataType.FLOAT, 12);
    constant("m", DataType.INT32, 1, 2, 2, 2, 2);
    contrib("Attention", "y", "x", "w", "b", "m").with("num_heads", Attribute.of(2L));
    refuses("input 0 has shape [1,2,2,2,2]: expected rank 1 to 3", 1, 2, 4);
  }
}
