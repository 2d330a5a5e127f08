package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Float16Settings;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class Float16FormatTest {

  private static OnnxModel halved(OnnxModel model, QuantizationSettings settings) {
    return Calibration.quantizeWithoutData(model, settings, "float16");
  }

  private static OnnxModel prepared(TestGraph graph) {
    return Preparation.prepare(graph.model(), ConstantEvaluator.NONE);
  }

  private static Map<String, Long> operators(OnnxModel model) {
    return model.graph().nodes().stream()
        .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
  }

  private static double sqnr(OnnxModel exact, OnnxModel rounded, String input, long... dims) {
    float[] values = TestGraph.sample(new Random(1), (int) TensorData.elementCount("", dims));
    Map<String, Ort.Input> sample = Map.of(input, new Ort.Input(values, dims));
    String output = exact.graph().outputs().get(0).name();
    try (Ort a = Ort.open(exact);
        Ort b = Ort.open(rounded)) {
      return Calibration.sqnr(a.run(sample).get(output), b.run(sample).get(output));
    }
  }

  @Test
  void constantsAndComputationTakeSixteenBits() {
    OnnxModel prepared = Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);
    OnnxModel model = halved(prepared, QuantizationSettings.defaults());
    assertThat(model.graph().initializers().values())
        .noneMatch(constant -> constant.type() == DataType.FLOAT);
    assertThat(operators(model)).containsEntry("Cast", 2L);
    assertThat(model.graph().inputs()).isEqualTo(prepared.graph().inputs());
    assertThat(model.graph().outputs()).isEqualTo(prepared.graph().outputs());
    assertThat(model.graph().nodes().stream().flatMap(n -> n.outputs().stream()))
        .contains("stem_act", "sum", "logits");
    assertThat(OnnxWriter.toBytes(model).length)
        .isLessThan(OnnxWriter.toBytes(prepared).length * 6 / 10);
    assertThat(sqnr(prepared, model, "image", 1, 3, 16, 16)).isGreaterThan(50);
    assertThat(model.metadata()).containsEntry("vernier.format", "float16");
  }

  @Test
  void inputsAndOutputsCanTakeSixteenBitsToo() {
    OnnxModel prepared = Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);
    QuantizationSettings settings = QuantizationSettings.defaults();
    OnnxModel model =
        halved(
            prepared,
            settings.withExport(
                settings.export().withFloat16(new Float16Settings(List.of("Gemm"), false))));
    assertThat(model.graph().inputs().get(0).type().elementType()).isEqualTo(DataType.FLOAT16);
    assertThat(operators(model)).as("around the product in 32 bits").containsEntry("Cast", 2L);
    ValueInfo output = model.graph().outputs().get(0);
    assertThat(output.name()).isEqualTo("logits");
    assertThat(output.type().elementType()).isEqualTo(DataType.FLOAT16);
    Ort.open(model).close();
  }

  @Test
  void whatOverflowsStaysInThirtyTwoBits() {
    TestGraph g = new TestGraph(2).input("x", 1, 64).scalar("hundred", 100f).scalar("two", 2f);
    g.node("Mul", "large", "x hundred").node("Pow", "squares", "large two");
    g.longs("axes", 1).node("ReduceSum", "energy", "squares axes", "keepdims", 1L);
    g.node("Sqrt", "norm", "energy").node("Div", "y", "large norm").output("y");
    OnnxModel prepared = prepared(g);
    OnnxModel model = halved(prepared, QuantizationSettings.defaults());
    assertThat(sqnr(prepared, model, "x", 1, 64)).isGreaterThan(50);
    OnnxModel all =
        halved(
            prepared,
            QuantizationSettings.defaults()
                .withPlacement(
                    QuantizationSettings.defaults()
                        .placement()
                        .withIgnored(IgnoredScope.ofTypes("Mul", "Div", "Sqrt"))));
    assertThat(operators(all)).as("nothing left to convert").doesNotContainKey("Cast");
  }

  @Test
  void constantsBeyondSixteenBitsAreLimited() {
    TestGraph g = new TestGraph(2).input("x", 1, 4);
    g.floats("mask", new long[] {4}, -1e9f, 1e-12f, 0f, -2f).node("Add", "y", "x mask");
    OnnxModel model = halved(prepared(g.output("y")), QuantizationSettings.defaults());
    assertThat(model.graph().initializers().get("mask").floats())
        .containsExactly(-65504f, 0x1p-24f, 0f, -2f);
  }

  @Test
  void resizeKeepsItsScalesAndCastsFollow() {
    TestGraph g = new TestGraph(2).input("x", 1, 1, 2, 2).longInput("n", 1);
    g.floats("scales", new long[] {4}, 1, 1, 2, 2).node("Resize", "big", "x - scales");
    g.node("Cast", "real", "n", "to", 1L).node("Mul", "y", "big real").output("y");
    OnnxModel model = halved(prepared(g), QuantizationSettings.defaults());
    assertThat(model.graph().initializers().get("scales").type()).isEqualTo(DataType.FLOAT);
    Map<String, Ort.Input> sample =
        Map.of(
            "x", new Ort.Input(new float[] {1, 2, 3, 4}, 1, 1, 2, 2),
            "n", new Ort.Input(new long[] {3}, 1));
    try (Ort session = Ort.open(model)) {
      assertThat(session.run(sample).get("y")).startsWith(3, 3, 6, 6).endsWith(9, 9, 12, 12);
    }
  }
}
