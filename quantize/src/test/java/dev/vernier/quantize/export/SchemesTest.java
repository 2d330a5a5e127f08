package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.ReduceRange;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every number format loads and runs in ONNX Runtime, fused and unfused alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemesTest {

  private static final List<DataType> WEIGHTS =
      List.of(DataType.INT8, DataType.UINT8, DataType.INT4, DataType.UINT4);
  private static final List<Granularity> GRANULARITIES =
      List.of(Granularity.PER_TENSOR, Granularity.PER_CHANNEL, Granularity.blocks(32));

  private OnnxModel prepared;
  private List<Map<String, Ort.Input>> samples;
  private StateSet states;

  @BeforeAll
  void calibrate() {
    prepared = Preparation.prepare(SchemeGraphs.mixed(), ConstantEvaluator.NONE);
    Random random = new Random(5);
    samples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      float[] image = TestGraph.sample(random, 3 * 256);
      samples.add(Map.of("image", new Ort.Input(image, new long[] {1, 3, 16, 16})));
    }
    states = Calibration.observe(prepared, samples);
  }

  private OnnxModel quantized(QuantizationScheme scheme) {
    return Calibration.quantize(
        prepared, states, QuantizationSettings.defaults().withScheme(scheme));
  }

  private static QuantizationScheme scheme(ActivationFormat activations, WeightFormat weights) {
    return new QuantizationScheme(activations, weights, ReduceRange.NONE, List.of());
  }

  private static ActivationFormat plain(DataType type) {
    return new ActivationFormat(type, Symmetry.ASYMMETRIC);
  }

  private static WeightFormat channels(DataType type) {
    return WeightFormat.of(type, Granularity.PER_CHANNEL);
  }

  /** Decibels of a against b over some samples. */
  private double sqnr(Ort a, Ort b) {
    List<Float> expected = new ArrayList<>();
    List<Float> actual = new ArrayList<>();
    for (Map<String, Ort.Input> sample : samples.subList(0, 6)) {
      for (float value : a.run(sample).get("logits")) {
        expected.add(value);
      }
      for (float value : b.run(sample).get("logits")) {
        actual.add(value);
      }
    }
    return Calibration.sqnr(array(expected), array(actual));
  }

  private static float[] array(List<Float> values) {
    float[] result = new float[values.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  private void check(QuantizationScheme scheme, double least) {
    check(scheme, least, 80);
  }

  /**
   * @param alike least agreement, in decibels, of fused with unfused arithmetic
   */
  private void check(QuantizationScheme scheme, double least, double alike) {
    OnnxModel model = quantized(scheme);
    try (Ort exact = Ort.open(prepared);
        Ort fused = Ort.open(model);
        Ort plain = Ort.unoptimized(model)) {
      assertThat(sqnr(exact, fused)).as(scheme.text()).isGreaterThan(least);
      assertThat(sqnr(plain, fused)).as("fused, %s", scheme.text()).isGreaterThan(alike);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "INT8", "UINT16", "INT16"})
  void everyCombinationRuns(DataType activations) {
    for (Symmetry symmetry : Symmetry.values()) {
      for (DataType weights : WEIGHTS) {
        for (Granularity granularity : GRANULARITIES) {
          boolean blocks = granularity.blockSize() > 0;
          if (blocks && activations.bits() == 8 && weights.bits() == 8) {
            continue;
          }
          boolean even = (symmetry.ordinal() + weights.ordinal()) % 2 == 0;
          WeightFormat format = WeightFormat.of(weights, granularity).withSymmetric(even);
          double least = weights.bits() == 4 ? 9 : activations.bits() == 8 ? 27 : 31;
          check(scheme(new ActivationFormat(activations, symmetry), format), least);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"UINT8, ASYMMETRIC", "INT8, SYMMETRIC", "UINT16, RESTRICTED_ASYMMETRIC"})
  void powersOfTwoAreTheOnlyScales(DataType type, Symmetry symmetry) {
    QuantizationScheme scheme =
        scheme(
            new ActivationFormat(type, symmetry, true),
            channels(DataType.INT8).withPowerOfTwo(true));
    // Sums of powers of two often end halfway between codes, where the runtime's kernels part.
    check(scheme, 22, 27);
    for (TensorData data : quantized(scheme).graph().initializers().values()) {
      if (data.name().endsWith("_scale")) {
        for (float scale : data.floats()) {
          assertThat(Math.scalb(1f, Math.getExponent(scale))).as(data.name()).isEqualTo(scale);
        }
      }
    }
  }

  @Test
  void narrowWeightsUseOnlyTheirCodesAndTheNextType() {
    // Three levels cannot hold normal weights: what counts there is that the model runs.
    double[] least = {-8, 4, 10, 17, 22, 26, 28};
    for (int bits = 2; bits <= 8; bits++) {
      WeightFormat format = channels(DataType.INT8).withBits(bits);
      QuantizationScheme scheme = scheme(plain(DataType.UINT8), format);
      check(scheme, least[bits - 2]);
      TensorData codes = quantized(scheme).graph().initializers().get("stem_w_quantized");
      assertThat(codes.type()).isEqualTo(bits <= 4 ? DataType.INT4 : DataType.INT8);
      int largest = (1 << (bits - 1)) - 1;
      assertThat(Arrays.stream(codes.longs()).map(Math::abs).max()).hasValue(largest);
    }
  }

  @Test
  void unsignedWeightsComputeWhatSignedOnesDo() {
    OnnxModel signed = quantized(scheme(plain(DataType.UINT8), channels(DataType.INT8)));
    OnnxModel unsigned = quantized(scheme(plain(DataType.UINT8), channels(DataType.UINT8)));
    try (Ort a = Ort.open(signed);
        Ort b = Ort.open(unsigned)) {
      assertThat(a.run(samples.get(0)).get("logits"))
          .isEqualTo(b.run(samples.get(0)).get("logits"));
    }
  }

  @Test
  void wideTypesRaiseTheOperatorSetAndNothingElseDoes() {
    assertThat(quantized(scheme(plain(DataType.UINT8), channels(DataType.UINT8))).opset())
        .isEqualTo(13);
    assertThat(quantized(scheme(plain(DataType.INT16), channels(DataType.INT8))).opset())
        .isEqualTo(21);
    assertThat(quantized(scheme(plain(DataType.UINT8), channels(DataType.INT4))).opset())
        .isEqualTo(21);
  }

  @Test
  void blocksDivideTheRowsOfMatricesAndLeaveConvolutionsTheirChannels() {
    WeightFormat format = WeightFormat.of(DataType.UINT4, Granularity.blocks(32));
    OnnxModel model = quantized(scheme(plain(DataType.UINT8), format.withSymmetric(false)));
    Map<String, TensorData> constants = model.graph().initializers();
    assertThat(constants.get("product_w_scale").dims()).containsExactly(3, 40);
    assertThat(constants.get("fc_w_scale").dims()).containsExactly(10, 2);
    assertThat(constants.get("fc_w_zero_point").dims()).containsExactly(10, 2);
    assertThat(constants.get("stem_w_scale").dims()).containsExactly(16);
    Node product = producer(model, "product_w_dequantized");
    assertThat(product.intAttribute("block_size", 0)).isEqualTo(32);
    assertThat(product.intAttribute("axis", 1)).isZero();
  }

  private static Node producer(OnnxModel model, String tensor) {
    return model.graph().nodes().stream()
        .filter(node -> node.outputs().contains(tensor))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theReducedRangeCanBeThatOfTheFirstLayerAlone() {
    Map<ReduceRange, Map<String, Long>> largest = new TreeMap<>();
    for (ReduceRange choice : ReduceRange.values()) {
      QuantizationScheme scheme = QuantizationScheme.defaults().withReduceRange(choice);
      check(scheme, choice == ReduceRange.ALL ? 22 : 25);
      largest.put(choice, largestCodes(quantized(scheme)));
    }
    assertThat(largest.get(ReduceRange.NONE))
        .containsEntry("stem_w", 127L)
        .containsEntry("fc_w", 127L);
    assertThat(largest.get(ReduceRange.FIRST_LAYER))
        .containsEntry("stem_w", 64L)
        .containsEntry("depth_w", 127L)
        .containsEntry("fc_w", 127L);
    assertThat(largest.get(ReduceRange.ALL))
        .containsEntry("stem_w", 64L)
        .containsEntry("fc_w", 64L);
  }

  private static Map<String, Long> largestCodes(OnnxModel model) {
    Map<String, Long> largest = new TreeMap<>();
    for (TensorData data : model.graph().initializers().values()) {
      if (data.name().endsWith("_w_quantized")) {
        long most = 0;
        for (long code : data.longs()) {
          most = Math.max(most, Math.abs(code));
        }
        largest.put(data.name().replace("_quantized", ""), most);
      }
    }
    return largest;
  }

  @Test
  void whatNoRuntimeRunsIsRefusedWithTheRemedy() {
    WeightFormat blocks = WeightFormat.of(DataType.INT8, Granularity.blocks(32));
    assertThatThrownBy(() -> quantized(scheme(plain(DataType.UINT8), blocks)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("'product_w'")
        .hasMessageContaining("4 bits")
        .hasMessageContaining("16 bits");
    assertThatThrownBy(
            () ->
                new QuantizationScheme(
                    plain(DataType.UINT8), channels(DataType.INT4), ReduceRange.ALL, List.of()))
        .hasMessageContaining("8 bits");
    assertThatThrownBy(() -> channels(DataType.INT8).withBits(1)).hasMessageContaining("2 to 4");
    assertThatThrownBy(() -> channels(DataType.INT16)).hasMessageContaining("INT4 or UINT4");
  }
}
