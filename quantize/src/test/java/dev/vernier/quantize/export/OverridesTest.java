package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.NamePattern;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TensorOverride;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.range.RangeSolving;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverridesTest {

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

  private static TensorOverride named(String name) {
    return TensorOverride.of(NamePattern.name(name));
  }

  private static QuantizationSettings settings(TensorOverride... overrides) {
    return QuantizationSettings.defaults()
        .withScheme(QuantizationScheme.defaults().withOverrides(List.of(overrides)));
  }

  private CalibrationTable table(TensorOverride... overrides) {
    QuantizationSettings settings = settings(overrides);
    QuantizationPlan plan = QuantizationPlan.of(prepared, settings);
    return RangeSolving.solve(prepared, plan, states, settings);
  }

  private OnnxModel model(TensorOverride... overrides) {
    return Calibration.quantize(prepared, states, settings(overrides));
  }

  private double sqnr(OnnxModel model) {
    try (Ort exact = Ort.open(prepared);
        Ort rounded = Ort.open(model)) {
      float[] expected = exact.run(samples.get(0)).get("logits");
      return Calibration.sqnr(expected, rounded.run(samples.get(0)).get("logits"));
    }
  }

  @Test
  void namedTensorsTakeSixteenBitsAndTheOthersEight() {
    TensorOverride wide =
        TensorOverride.of(NamePattern.regex("test", "s(um|caled|tem_act)"))
            .withType(DataType.UINT16);
    CalibrationTable table = table(wide);
    assertThat(table.entry("sum").parameters().type()).isEqualTo(DataType.UINT16);
    assertThat(table.entry("stem_act").parameters().type()).isEqualTo(DataType.UINT16);
    assertThat(table.entry("point").parameters().type()).isEqualTo(DataType.UINT8);
    OnnxModel model = model(wide);
    assertThat(model.opset()).isEqualTo(21);
    assertThat(model.graph().initializers().get("sum_zero_point").type())
        .isEqualTo(DataType.UINT16);
    assertThat(model.graph().initializers().get("factor_quantized").type())
        .as("an operand has the type of what it meets")
        .isEqualTo(DataType.UINT16);
    assertThat(sqnr(model)).isGreaterThan(27);
    TensorOverride all = TensorOverride.of(NamePattern.regex("test", "(?!.*_w$).*"));
    assertThat(sqnr(model(all.withType(DataType.INT16)))).isGreaterThan(sqnr(model()) + 3);
  }

  @Test
  void aMethodRangeOrScaleOfItsOwnReplacesTheStatistics() {
    CalibrationTable table =
        table(
            named("sum").withMethod("minmax"),
            named("point").withRange(new Range(-1, 3)),
            named("depth").withScale(new TensorOverride.Scale(0.25f, 7)));
    CalibrationTable plain = table();
    assertThat(table.entry("sum").method()).isEqualTo("minmax");
    assertThat(table.entry("sum").range().max())
        .isGreaterThanOrEqualTo(plain.entry("sum").range().max());
    assertThat(table.entry("point").method()).isEqualTo("override");
    assertThat(table.entry("point").range()).isEqualTo(new Range(-1, 3));
    assertThat(table.entry("depth").parameters().scale()).isEqualTo(0.25f);
    assertThat(table.entry("depth").parameters().zeroPoint()).isEqualTo(7);
    assertThat(table.entry("depth").range()).isEqualTo(new Range(-1.75f, 62));
    assertThat(table.entry("last_act")).isEqualTo(plain.entry("last_act"));
    assertThat(CalibrationTable.fromJson(table.toJson())).isEqualTo(table);
  }

  @Test
  void weightsTakeWhatTheirOverrideSays() {
    OnnxModel model =
        model(
            named("product_w").withType(DataType.INT4).withGranularity(Granularity.blocks(32)),
            named("fc_w").withGranularity(Granularity.PER_TENSOR),
            named("*_w").withBits(6).withSymmetry(Symmetry.ASYMMETRIC));
    Map<String, TensorData> constants = model.graph().initializers();
    assertThat(constants.get("product_w_quantized").type()).isEqualTo(DataType.INT4);
    assertThat(constants.get("product_w_scale").dims()).containsExactly(3, 40);
    assertThat(constants.get("fc_w_scale").dims()).isEmpty();
    assertThat(constants.get("stem_w_quantized").longs()).contains(31, -32);
    assertThat(sqnr(model)).isGreaterThan(12);
  }

  @Test
  void whatCannotApplyIsRefused() {
    assertThatThrownBy(() -> model(named("nowhere").withType(DataType.INT8)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("\"nowhere\"")
        .hasMessageContaining("inspect --quantization");
    assertThatThrownBy(() -> model(named("stem").withType(DataType.INT8)))
        .as("rounded after its Relu")
        .hasMessageContaining("name the latter");
    assertThatThrownBy(() -> model(named("sum").withBits(4))).hasMessageContaining("weights");
    assertThatThrownBy(() -> model(named("fc_w").withMethod("mse")))
        .hasMessageContaining("activations");
    assertThatThrownBy(() -> model(named("fc_w").withType(DataType.INT16)))
        .hasMessageContaining("INT4 or UINT4");
    assertThatThrownBy(() -> model(named("sum").withType(DataType.INT4)))
        .hasMessageContaining("UINT16 or INT16");
    assertThatThrownBy(() -> model(named("sum").withScale(new TensorOverride.Scale(1, 256))))
        .hasMessageContaining("0 to 255");
    assertThatThrownBy(() -> named("sum").withMethod("mse").withRange(new Range(0, 1)))
        .hasMessageContaining("one of a method");
    assertThatThrownBy(() -> new TensorOverride.Scale(0, 0)).hasMessageContaining("positive");
  }
}
