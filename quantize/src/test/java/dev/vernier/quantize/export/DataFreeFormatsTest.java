package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.WeightOnlySettings;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that need no ranges, as ONNX Runtime loads and computes them. */
class DataFreeFormatsTest {

  private static OnnxModel prepared(OnnxModel model) {
    return Preparation.prepare(model, ConstantEvaluator.NONE);
  }

  private static QuantizationSettings weights(WeightFormat format) {
    QuantizationSettings settings = QuantizationSettings.defaults();
    return settings.withScheme(settings.scheme().withWeights(format));
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

  /** Two layers with a bias, the first with its weight transposed. */
  private static OnnxModel perceptron() {
    TestGraph g = new TestGraph(8).input("x", -1, 72);
    g.normal("w1", 0.2, 48, 72).normal("b1", 0.5, 48).normal("w2", 0.2, 48, 20);
    g.node("Gemm", "h", "x w1 b1", "transB", 1L).node("Relu", "r", "h");
    return prepared(g.node("MatMul", "y", "r w2").output("y").model());
  }

  private static OnnxModel recurrent() {
    TestGraph g = new TestGraph(9).input("x", 5, 2, 24);
    g.normal("w", 0.2, 2, 64, 24).normal("r", 0.2, 2, 64, 16).normal("b", 0.1, 2, 128);
    g.node("LSTM", "y", "x w r b", "hidden_size", 16L, "direction", "bidirectional");
    return prepared(g.output("y").model());
  }

  @Test
  void dynamicProductsAreFusedByTheRuntime() {
    OnnxModel exact = perceptron();
    OnnxModel model =
        Calibration.quantizeWithoutData(exact, QuantizationSettings.defaults(), "dynamic");
    assertThat(operators(model))
        .containsEntry("DynamicQuantizeLinear", 2L)
        .containsEntry("MatMulInteger", 2L)
        .doesNotContainKeys("MatMul", "Gemm");
    assertThat(operators(Ort.optimized(model)))
        .containsEntry("DynamicQuantizeMatMul", 2L)
        .doesNotContainKeys("MatMulInteger", "Cast");
    assertThat(sqnr(exact, model, "x", 3, 72)).isGreaterThan(35);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT8", "UINT8"})
  void dynamicConvolutionsHaveAScaleAChannel(DataType type) {
    OnnxModel exact = prepared(TestGraph.classifier());
    WeightFormat format =
        WeightFormat.of(type, Granularity.PER_CHANNEL).withSymmetric(type == DataType.INT8);
    OnnxModel model = Calibration.quantizeWithoutData(exact, weights(format), "dynamic");
    assertThat(operators(model))
        .containsEntry("ConvInteger", 3L)
        .containsEntry("MatMulInteger", 1L)
        .as("the depthwise one")
        .containsEntry("Conv", 1L)
        .doesNotContainKey("Gemm");
    assertThat(model.graph().inputs()).isEqualTo(exact.graph().inputs());
    assertThat(sqnr(exact, model, "image", 1, 3, 16, 16)).isGreaterThan(25);
  }

  @Test
  void dynamicRecurrentLayersKeepTheirDirections() {
    OnnxModel exact = recurrent();
    OnnxModel model =
        Calibration.quantizeWithoutData(exact, QuantizationSettings.defaults(), "dynamic");
    assertThat(operators(model)).containsEntry("DynamicQuantizeLSTM", 1L);
    assertThat(sqnr(exact, model, "x", 5, 2, 24)).isGreaterThan(30);
  }

  @Test
  void dynamicProductsNeedEightBits() {
    QuantizationSettings four = weights(WeightFormat.of(DataType.INT4, Granularity.PER_CHANNEL));
    assertThatThrownBy(() -> Calibration.quantizeWithoutData(perceptron(), four, "dynamic"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("INT4");
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, true, 0, 38",
    "UINT8, false, 0, 38",
    "INT4, true, 32, 14",
    "UINT4, false, 32, 16",
    "INT8, true, 16, 40"
  })
  void weightsAloneAreStoredInFewBits(DataType type, boolean symmetric, int block, double least) {
    OnnxModel exact = perceptron();
    Granularity granularity = block == 0 ? Granularity.PER_CHANNEL : Granularity.blocks(block);
    WeightFormat format = WeightFormat.of(type, granularity).withSymmetric(symmetric);
    OnnxModel model = Calibration.quantizeWithoutData(exact, weights(format), "weight-only");
    assertThat(operators(model))
        .containsEntry("DequantizeLinear", 2L)
        .doesNotContainKey("QuantizeLinear");
    assertThat(model.opset()).isEqualTo(block == 0 ? 13 : 21);
    assertThat(sqnr(exact, model, "x", 4, 72)).isGreaterThan(least);
  }

  @Test
  void convolutionsAndRecurrentLayersAreStoredInFewBitsToo() {
    OnnxModel images = prepared(TestGraph.classifier());
    QuantizationSettings settings = QuantizationSettings.defaults();
    OnnxModel model = Calibration.quantizeWithoutData(images, settings, "weight-only");
    assertThat(operators(model)).containsEntry("DequantizeLinear", 4L).containsEntry("Conv", 4L);
    assertThat(sqnr(images, model, "image", 1, 3, 16, 16)).isGreaterThan(35);
    assertThat(OnnxWriter.toBytes(model).length).isLessThan(OnnxWriter.toBytes(images).length / 2);
    OnnxModel sequences = recurrent();
    model = Calibration.quantizeWithoutData(sequences, settings, "weight-only");
    assertThat(operators(model)).containsEntry("DequantizeLinear", 2L);
    assertThat(sqnr(sequences, model, "x", 5, 2, 24)).isGreaterThan(40);
  }

  @Test
  void blocksAreOfInputChannelsAndWhatIsTooNarrowTakesEightBitsOrFloat() {
    OnnxModel images = prepared(TestGraph.classifier());
    WeightFormat format = WeightFormat.of(DataType.INT4, Granularity.blocks(8));
    OnnxModel model = Calibration.quantizeWithoutData(images, weights(format), "weight-only");
    Map<String, TensorData> constants = model.graph().initializers();
    TensorData point = constants.get("point_w_quantized");
    assertThat(point.type()).isEqualTo(DataType.INT4);
    assertThat(constants.get("point_w_scale").dims()).containsExactly(16, 2, 1, 1);
    assertThat(constants.get("stem_w_quantized").type()).isEqualTo(DataType.INT8);
    assertThat(constants.get("stem_w_scale").dims()).containsExactly(16);
    assertThat(constants).as("nine weights a channel").containsKey("depth_w");
    assertThat(sqnr(images, model, "image", 1, 3, 16, 16)).isGreaterThan(12);
  }

  @ParameterizedTest
  @CsvSource({
    "INT4, true, 32, 14",
    "UINT4, false, 32, 16",
    "UINT4, true, 16, 15",
    "INT8, true, 32, 40",
    "UINT8, false, 64, 40"
  })
  void productsBecomeMatMulNBits(DataType type, boolean symmetric, int block, double least) {
    OnnxModel exact = perceptron();
    WeightFormat format = WeightFormat.of(type, Granularity.blocks(block)).withSymmetric(symmetric);
    OnnxModel model = Calibration.quantizeWithoutData(exact, weights(format), "matmul-nbits");
    assertThat(operators(model))
        .containsEntry("MatMulNBits", 2L)
        .doesNotContainKeys("MatMul", "Gemm", "DequantizeLinear");
    assertThat(model.opset()).isEqualTo(13);
    assertThat(sqnr(exact, model, "x", 4, 72)).isGreaterThan(least);
    OnnxModel blocks = Calibration.quantizeWithoutData(exact, weights(format), "weight-only");
    // The runtime makes its own MatMulNBits of the blocks, with activations rounded to 8 bits.
    assertThat(sqnr(blocks, model, "x", 4, 72)).as("as in DequantizeLinear").isGreaterThan(40);
  }

  @Test
  void matMulNBitsHasBlocksOfPowersOfTwo() {
    QuantizationSettings odd = weights(WeightFormat.of(DataType.INT4, Granularity.blocks(24)));
    assertThatThrownBy(() -> Calibration.quantizeWithoutData(perceptron(), odd, "matmul-nbits"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("blocks of 24");
  }

  @Test
  void asymmetricWeightsOfOneSignStillRepresentZero() {
    float[] weights = new float[12];
    java.util.Arrays.fill(weights, 5f);
    weights[1] = 5.1f;
    TestGraph g = new TestGraph(8).input("x", 1, 12).floats("w", new long[] {12, 1}, weights);
    OnnxModel exact = prepared(g.node("MatMul", "y", "x w").output("y").model());
    WeightFormat format =
        WeightFormat.of(DataType.UINT8, Granularity.PER_CHANNEL).withSymmetric(false);
    OnnxModel model = Calibration.quantizeWithoutData(exact, weights(format), "weight-only");
    TensorData codes = model.graph().initializers().get("w_quantized");
    assertThat(model.graph().initializers().get("w_zero_point").longs()).containsExactly(0);
    assertThat(codes.longs()).startsWith(250, 255, 250).endsWith(250);
  }

  @Test
  void smallAndIgnoredWeightsStayInFloat() {
    OnnxModel exact = perceptron();
    QuantizationSettings settings = QuantizationSettings.defaults();
    QuantizationSettings large =
        settings.withExport(settings.export().withWeightOnly(new WeightOnlySettings(1000)));
    for (String format : new String[] {"weight-only", "dynamic", "matmul-nbits"}) {
      assertThat(Calibration.quantizeWithoutData(exact, large, format).graph().initializers())
          .containsKey("w2")
          .doesNotContainKey("w1");
      QuantizationSettings ignoring =
          settings.withPlacement(settings.placement().withIgnored(IgnoredScope.ofTypes("Gemm")));
      assertThat(Calibration.quantizeWithoutData(exact, ignoring, format).graph().initializers())
          .containsKey("w1")
          .doesNotContainKey("w2");
    }
  }
}
