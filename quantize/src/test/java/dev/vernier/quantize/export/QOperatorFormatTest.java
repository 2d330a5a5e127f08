package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QOperatorFormatTest {

  private static List<Map<String, Ort.Input>> samples(String input, int count, long... dims) {
    Random random = new Random(5);
    int size = 1;
    for (long dim : dims) {
      size *= (int) dim;
    }
    List<Map<String, Ort.Input>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Map.of(input, new Ort.Input(TestGraph.sample(random, size), dims)));
    }
    return samples;
  }

  private static Map<String, Long> operators(OnnxModel model) {
    return model.graph().nodes().stream()
        .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
  }

  /** Both forms of a model, and what the runtime computes with them on every sample. */
  private static OnnxModel sameAsPairs(
      OnnxModel prepared, List<Map<String, Ort.Input>> samples, QuantizationSettings settings) {
    StateSet states = Calibration.observe(prepared, samples);
    OnnxModel pairs = Calibration.quantize(prepared, states, settings, "qdq");
    OnnxModel operators = Calibration.quantize(prepared, states, settings, "qoperator");
    String output = prepared.graph().outputs().get(0).name();
    try (Ort expected = Ort.open(pairs);
        Ort actual = Ort.open(operators)) {
      for (Map<String, Ort.Input> sample : samples) {
        float[] a = expected.run(sample).get(output);
        float[] b = actual.run(sample).get(output);
        assertThat(Calibration.sqnr(a, b)).isGreaterThan(45);
      }
    }
    assertThat(operators.graph().inputs()).isEqualTo(prepared.graph().inputs());
    assertThat(operators.graph().outputs()).isEqualTo(prepared.graph().outputs());
    return operators;
  }

  @ParameterizedTest
  @CsvSource({"UINT8, false", "INT8, false", "INT8, true", "UINT8, true"})
  void convolutionsSumsPoolsAndClassifierBecomeIntegerOperators(DataType type, boolean symmetric) {
    OnnxModel prepared = Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);
    QuantizationScheme scheme =
        QuantizationScheme.defaults()
            .withActivations(
                new ActivationFormat(type, symmetric ? Symmetry.SYMMETRIC : Symmetry.ASYMMETRIC));
    OnnxModel model =
        sameAsPairs(
            prepared,
            samples("image", 8, 1, 3, 16, 16),
            QuantizationSettings.defaults().withScheme(scheme));
    assertThat(operators(model))
        .containsEntry("QLinearConv", 4L)
        .containsEntry("QLinearAdd", 1L)
        .containsEntry("QLinearGlobalAveragePool", 1L)
        .containsEntry("QGemm", 1L)
        .containsEntry("QuantizeLinear", 1L)
        .doesNotContainKeys("Conv", "Gemm", "DequantizeLinear", "Relu");
    assertThat(operators(model).containsKey("Clip")).isEqualTo(symmetric);
    assertThat(model.opset("com.microsoft")).isEqualTo(1);
  }

  private static TestGraph towers() {
    TestGraph g = new TestGraph(3).input("x", 1, 3, 8, 8);
    g.convolution("a", "x", 3, 8, 3, 1, 1).node("LeakyRelu", "a_act", "a", "alpha", 0.1f);
    g.convolution("b", "x", 3, 8, 1, 1, 1).node("Sigmoid", "gate", "b");
    g.node("Mul", "gated", "a_act gate").node("Concat", "both", "gated a_act", "axis", 1L);
    g.node(
        "AveragePool",
        "small",
        "both",
        "kernel_shape",
        new long[] {2, 2},
        "strides",
        new long[] {2, 2});
    g.longs("pads", 0, 0, 1, 1, 0, 0, 1, 1).node("Pad", "padded", "small pads");
    g.node("MaxPool", "most", "padded", "kernel_shape", new long[] {3, 3});
    g.convolution("c", "most", 16, 8, 3, 1, 1).node("Relu", "c_act", "c");
    g.floats("scales", new long[] {4}, 1, 1, 2, 2);
    g.node("Resize", "large", "c_act - scales", "mode", "nearest");
    g.convolution("d", "large", 8, 4, 3, 1, 1).node("Relu", "d_act", "d");
    g.node("Flatten", "flat", "d_act").normal("w", 0.05, 256, 6);
    return g.node("MatMul", "y", "flat w").output("y");
  }

  @Test
  void everyOperatorBetweenCodesHasItsIntegerForm() {
    OnnxModel prepared = Preparation.prepare(towers().model(), ConstantEvaluator.NONE);
    OnnxModel model =
        sameAsPairs(prepared, samples("x", 4, 1, 3, 8, 8), QuantizationSettings.defaults());
    assertThat(operators(model))
        .containsEntry("QLinearConv", 4L)
        .containsEntry("QLinearLeakyRelu", 1L)
        .containsEntry("QLinearSigmoid", 1L)
        .containsEntry("QLinearMul", 1L)
        .containsEntry("QLinearConcat", 1L)
        .containsEntry("QLinearAveragePool", 1L)
        .containsEntry("QuantizeLinear", 1L)
        .containsKeys("Pad", "MaxPool", "Resize", "Flatten")
        .doesNotContainKeys("Conv", "DequantizeLinear", "LeakyRelu", "Sigmoid", "Concat");
  }

  @Test
  void productsOfActivationsWriteFloatsWhereFloatsAreRead() {
    TestGraph g = new TestGraph(4).input("x", 1, 6, 16);
    g.normal("wq", 0.3, 16, 16).normal("wk", 0.3, 16, 16).normal("wv", 0.3, 16, 16);
    g.node("MatMul", "q", "x wq").node("MatMul", "k", "x wk").node("MatMul", "v", "x wv");
    g.node("Transpose", "kt", "k", "perm", new long[] {0, 2, 1});
    g.node("MatMul", "scores", "q kt").node("Softmax", "p", "scores", "axis", -1L);
    OnnxModel prepared =
        Preparation.prepare(
            g.node("MatMul", "y", "p v").output("y").model(), ConstantEvaluator.NONE);
    OnnxModel model =
        sameAsPairs(prepared, samples("x", 4, 1, 6, 16), QuantizationSettings.defaults());
    assertThat(operators(model))
        .containsEntry("QLinearMatMul", 3L)
        .containsEntry("MatMulIntegerToFloat", 2L)
        .containsEntry("Softmax", 1L)
        .doesNotContainKey("MatMul");
  }

  @Test
  void theSameInputsGiveTheSameBytes() {
    OnnxModel prepared = Preparation.prepare(towers().model(), ConstantEvaluator.NONE);
    StateSet states = Calibration.observe(prepared, samples("x", 2, 1, 3, 8, 8));
    QuantizationSettings settings = QuantizationSettings.defaults();
    assertThat(OnnxWriter.toBytes(Calibration.quantize(prepared, states, settings, "qoperator")))
        .isEqualTo(
            OnnxWriter.toBytes(Calibration.quantize(prepared, states, settings, "qoperator")));
  }

  @Test
  void anUnknownFormatIsRefusedWithTheNames() {
    assertThatThrownBy(() -> OutputFormats.find("qdx"))
        .isInstanceOf(VernierException.class)
        .hasMessageContainingAll("qdx", "qdq", "qoperator");
  }
}
