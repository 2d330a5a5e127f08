package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.NamePattern;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TensorOverride;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RangeRule;
import dev.vernier.quantize.plan.WideActivations;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WideActivationsTest {

  private final OnnxModel prepared =
      Preparation.prepare(SchemeGraphs.mixed(), ConstantEvaluator.NONE);

  private Map<String, ActivationQuantizer> wide(QuantizationSettings settings, String... nodes) {
    QuantizationSettings widened = WideActivations.around(prepared, settings, Set.of(nodes));
    return QuantizationPlan.of(prepared, widened).activations().stream()
        .filter(quantizer -> quantizer.format().type().bits() == 16)
        .collect(Collectors.toMap(ActivationQuantizer::name, quantizer -> quantizer));
  }

  private static QuantizationSettings with(TensorOverride... overrides) {
    QuantizationSettings settings = QuantizationSettings.defaults();
    return settings.withScheme(settings.scheme().withOverrides(List.of(overrides)));
  }

  @Test
  void whatAnOperatorReadsAndWritesTakesSixteenBits() {
    QuantizationSettings settings = QuantizationSettings.defaults();
    assertThat(wide(settings)).isEmpty();
    assertThat(wide(settings, "depth")).containsOnlyKeys("stem_act", "depth");
    assertThat(wide(settings, "stem"))
        .as("its Relu is computed by the rounding")
        .containsOnlyKeys("image", "stem_act");
    assertThat(wide(settings, "sum", "product"))
        .containsOnlyKeys("point", "stem_act", "sum", "last_act", "product_act");
    assertThat(wide(settings, "nowhere")).isEmpty();
  }

  @Test
  void signsAndWhatTheUserSaidOfATensorHold() {
    QuantizationSettings signed =
        with(TensorOverride.of(NamePattern.name("sum")).withMethod("minmax"));
    signed =
        signed.withScheme(
            signed
                .scheme()
                .withActivations(new ActivationFormat(DataType.INT8, Symmetry.SYMMETRIC)));
    Map<String, ActivationQuantizer> wide = wide(signed, "scaled");
    assertThat(wide.get("sum").format())
        .isEqualTo(new ActivationFormat(DataType.INT16, Symmetry.SYMMETRIC));
    assertThat(wide.get("sum").rule()).isEqualTo(new RangeRule.Observed(Optional.of("minmax")));
    Map<String, ActivationQuantizer> given =
        wide(
            with(
                TensorOverride.of(NamePattern.name("sum"))
                    .withScale(new TensorOverride.Scale(0.5f, 3)),
                TensorOverride.of(NamePattern.name("stem_act")).withType(DataType.INT16),
                TensorOverride.of(NamePattern.name("point")).withRange(new Range(-1, 2))),
            "sum");
    assertThat(given).containsOnlyKeys("stem_act", "point");
    assertThat(given.get("stem_act").format().type()).isEqualTo(DataType.INT16);
    assertThat(given.get("point").rule())
        .isEqualTo(new RangeRule.Fixed(new Range(-1, 2), "override"));
  }
}
