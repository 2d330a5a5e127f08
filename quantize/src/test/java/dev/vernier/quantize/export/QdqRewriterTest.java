package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.ReduceRange;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QdqRewriterTest {

  private final OnnxModel prepared =
      Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);
  private final List<Map<String, Ort.Input>> samples = samples(32);
  private final StateSet states = Calibration.observe(prepared, samples);

  private static List<Map<String, Ort.Input>> samples(int count) {
    Random random = new Random(11);
    List<Map<String, Ort.Input>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] image = TestGraph.sample(random, 3 * 16 * 16);
      samples.add(Map.of("image", new Ort.Input(image, 1, 3, 16, 16)));
    }
    return samples;
  }

  private static Map<String, Long> operators(OnnxModel model) {
    return model.graph().nodes().stream()
        .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
  }

  @Test
  void refusesABiasThatIsNotANumber() {
    String bias =
        prepared.graph().nodes().stream()
            .filter(node -> node.is("Conv") && !node.input(2).isEmpty())
            .findFirst()
            .orElseThrow()
            .input(2);
    Map<String, TensorData> constants = new LinkedHashMap<>(prepared.graph().initializers());
    float[] values = constants.get(bias).floats();
    values[0] = Float.NaN;
    constants.put(bias, TensorData.ofFloats(bias, constants.get(bias).dims(), values));
    OnnxModel broken = prepared.withGraph(prepared.graph().withInitializers(constants));
    assertThatThrownBy(() -> Calibration.quantize(broken, states, QuantizationSettings.defaults()))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(bias)
        .hasMessageContaining("NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, false, true, false",
    "UINT8, false, false, false",
    "INT8, false, true, false",
    "INT8, true, true, false",
    "UINT8, true, true, false",
    "UINT8, false, true, true"
  })
  void staysCloseToTheFloatModelInEveryScheme(
      DataType type, boolean symmetric, boolean perChannel, boolean reduced) {
    QuantizationScheme scheme =
        new QuantizationScheme(
            new ActivationFormat(type, symmetric ? Symmetry.SYMMETRIC : Symmetry.ASYMMETRIC),
            WeightFormat.of(DataType.INT8, new WeightFormat.Granularity(perChannel, 0)),
            reduced ? ReduceRange.ALL : ReduceRange.NONE,
            List.of());
    QuantizationSettings settings = QuantizationSettings.defaults().withScheme(scheme);
    OnnxModel quantized = Calibration.quantize(prepared, states, settings);
    assertThat(sqnr(quantized)).isGreaterThan(symmetric || reduced || !perChannel ? 17 : 22);
    if (type == DataType.UINT8) {
      // On x86 the runtime fuses int8 activations only where one operator reads them.
      assertThat(operators(Ort.optimized(quantized)))
          .as("what the runtime makes of the model")
          .containsEntry("QLinearConv", 4L)
          .doesNotContainKey("Conv");
    }
  }

  private double sqnr(OnnxModel quantized) {
    List<Float> exact = new ArrayList<>();
    List<Float> rounded = new ArrayList<>();
    int agreed = 0;
    try (Ort reference = Ort.open(prepared);
        Ort candidate = Ort.open(quantized)) {
      for (Map<String, Ort.Input> sample : samples) {
        float[] a = reference.run(sample).get("logits");
        float[] b = candidate.run(sample).get("logits");
        agreed += best(a) == best(b) ? 1 : 0;
        for (int i = 0; i < a.length; i++) {
          exact.add(a[i]);
          rounded.add(b[i]);
        }
      }
    }
    assertThat(agreed).as("samples with the same best class").isGreaterThanOrEqualTo(29);
    return Calibration.sqnr(array(exact), array(rounded));
  }

  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static float[] array(List<Float> values) {
    float[] result = new float[values.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  @Test
  void runtimeComputesTheWholeNetworkInIntegers() {
    OnnxModel quantized = Calibration.quantize(prepared, states, QuantizationSettings.defaults());
    Map<String, Long> operators = operators(Ort.optimized(quantized));
    assertThat(operators)
        .containsEntry("QLinearConv", 4L)
        .containsEntry("QLinearAdd", 1L)
        .containsEntry("QGemm", 1L)
        .containsEntry("QuantizeLinear", 1L)
        .doesNotContainKeys("Conv", "Clip", "Relu", "Gemm", "DequantizeLinear");
  }

  @Test
  void everyMethodGivesAModelThatRuns() {
    for (String method : RangeMethods.names()) {
      OnnxModel quantized =
          Calibration.quantize(
              prepared, states, QuantizationSettings.defaults().withMethod(method));
      assertThat(sqnr(quantized)).as(method).isGreaterThan(18);
      assertThat(quantized.metadata()).containsEntry("vernier.method", method);
    }
  }

  @Test
  void theSameInputsGiveTheSameBytes() {
    QuantizationSettings settings = QuantizationSettings.defaults();
    byte[] first = OnnxWriter.toBytes(Calibration.quantize(prepared, states, settings));
    byte[] second = OnnxWriter.toBytes(Calibration.quantize(prepared, states, settings));
    assertThat(first).isEqualTo(second);
  }

  @Test
  void inputsOutputsAndRoundedTensorsKeepNamesAndTypes() {
    OnnxModel quantized = Calibration.quantize(prepared, states, QuantizationSettings.defaults());
    assertThat(quantized.graph().inputs()).isEqualTo(prepared.graph().inputs());
    assertThat(quantized.graph().outputs()).isEqualTo(prepared.graph().outputs());
    assertThat(quantized.graph().nodes().stream().flatMap(n -> n.outputs().stream()))
        .contains("stem_act", "depth_act", "point", "sum", "last_act", "pooled", "mean", "flat");
  }

  @Test
  void floatWeightsAreGone() {
    OnnxModel quantized = Calibration.quantize(prepared, states, QuantizationSettings.defaults());
    assertThat(quantized.graph().initializers().values())
        .filteredOn(data -> data.type() == DataType.FLOAT)
        .allMatch(data -> data.rank() <= 1 && data.name().endsWith("_scale"));
    assertThat(OnnxWriter.toBytes(quantized).length)
        .isLessThan(OnnxWriter.toBytes(prepared).length);
  }

  @Test
  void outputsCanBeRoundedToo() {
    OnnxModel quantized =
        Calibration.quantize(
            prepared,
            states,
            QuantizationSettings.defaults()
                .withPlacement(PlacementSettings.defaults().withQuantizeOutputs(true)));
    Node last =
        quantized.graph().nodes().stream()
            .filter(node -> node.outputs().contains("logits"))
            .findFirst()
            .orElseThrow();
    assertThat(last.opType()).isEqualTo("DequantizeLinear");
    assertThat(sqnr(quantized)).isGreaterThan(20);
  }
}
