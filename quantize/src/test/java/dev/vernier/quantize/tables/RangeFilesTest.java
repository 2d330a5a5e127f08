package dev.vernier.quantize.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RangeRule;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeFilesTest {

  private final OnnxModel prepared =
      Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);
  private final QuantizationSettings settings = QuantizationSettings.defaults();

  private QuantizationSettings settings(DataType type, Symmetry symmetry) {
    return settings.withScheme(
        settings.scheme().withActivations(new ActivationFormat(type, symmetry)));
  }

  /** Ranges that differ from tensor to tensor, not negative where the tensor is not. */
  private SolvedModel solved(QuantizationSettings with) {
    QuantizationPlan plan = QuantizationPlan.of(prepared, with);
    NonNegativeTensors nonNegative = new NonNegativeTensors(prepared.graph());
    Map<String, CalibrationTable.Entry> entries = new TreeMap<>();
    float size = 1;
    for (ActivationQuantizer quantizer : plan.activations()) {
      size += 0.37f;
      boolean fixed = quantizer.rule() instanceof RangeRule.Fixed;
      Range wanted = new Range(nonNegative.contains(quantizer.name()) ? 0f : -0.7f * size, size);
      Range range =
          quantizer.format().covered(fixed ? ((RangeRule.Fixed) quantizer.rule()).range() : wanted);
      entries.put(
          quantizer.name(),
          new CalibrationTable.Entry(
              "mse", range, quantizer.format().parameters(range), quantizer.tensors()));
    }
    return new SolvedModel(
        prepared.graph(), plan, new CalibrationTable("mse", with.scheme().text(), 9, entries));
  }

  private Map<String, QuantizationParameters> imported(String text, QuantizationSettings with) {
    QuantizationPlan plan = QuantizationPlan.of(prepared, with);
    Map<String, QuantizationParameters> parameters = new TreeMap<>();
    RangeImport.read(prepared.graph(), plan, with, text, "file")
        .entries()
        .forEach((name, entry) -> parameters.put(name, entry.parameters()));
    return parameters;
  }

  private static Map<String, QuantizationParameters> parameters(SolvedModel solved) {
    Map<String, QuantizationParameters> parameters = new TreeMap<>();
    solved.table().entries().forEach((name, e) -> parameters.put(name, e.parameters()));
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vernier", "ort-calibration", "tensor-quant-overrides"})
  void whatIsWrittenReadsBackExactly(String name) {
    for (DataType type : new DataType[] {DataType.UINT8, DataType.INT8, DataType.UINT16}) {
      QuantizationSettings with = settings(type, Symmetry.ASYMMETRIC);
      SolvedModel solved = solved(with);
      String text = RangeFiles.find(name).write(solved);
      assertThat(RangeFiles.find(name).write(solved)).isEqualTo(text);
      assertThat(RangeFiles.recognize(text, "file").name()).isEqualTo(name);
      assertThat(imported(text, with)).isEqualTo(parameters(solved));
    }
  }

  @Test
  void symmetricScalesPassThroughTensorRtsCache() {
    QuantizationSettings with = settings(DataType.INT8, Symmetry.SYMMETRIC);
    SolvedModel solved = solved(with);
    String text = RangeFiles.find("tensorrt-cache").write(solved);
    assertThat(text).startsWith("TRT-8601-EntropyCalibration2\n").endsWith("\n");
    assertThat(imported(text, with)).isEqualTo(parameters(solved));
  }

  @Test
  void tensorRtsScalesGiveAsymmetricRangesByTheSignOfTheTensor() {
    // 3c010204 is 1/127: a magnitude of one.
    String text =
        RangeFiles.find("tensorrt-cache")
            .write(solved(settings))
            .replaceAll("(?m): [0-9a-f]{8}$", ": 3c010204");
    QuantizationPlan plan = QuantizationPlan.of(prepared, settings);
    CalibrationTable table = RangeImport.read(prepared.graph(), plan, settings, text, "cache");
    assertThat(table.entry("stem_act").range()).isEqualTo(new Range(0f, 1f));
    assertThat(table.entry("stem_act").parameters().zeroPoint()).isZero();
    assertThat(table.entry("image").range()).isEqualTo(new Range(-1f, 1f));
    assertThat(table.entry("image").parameters().zeroPoint()).isEqualTo(128);
  }

  @Test
  void layersOfTheRecordGiveTheirInputs() {
    String record = RangeFiles.find("amct-record").write(solved(settings));
    assertThat(record)
        .contains("key: \"node_stem_conv\"", "scale_d: ", "offset_d: -128", "scale_w: ");
    assertThat(record.lines().filter(line -> line.contains("scale_w")).count())
        .as("a scale an output channel")
        .isEqualTo(16 + 16 + 16 + 32 + 10);
    Map<String, ImportedRange> ranges =
        RangeFiles.recognize(record, "record").read(record, prepared.graph());
    Map<String, QuantizationParameters> expected = parameters(solved(settings));
    assertThat(ranges).containsKeys("image", "stem_act", "depth_act", "sum");
    ranges.forEach(
        (tensor, range) -> {
          if (expected.containsKey(tensor)) {
            assertThat(range.in(settings.scheme().activations()))
                .as(tensor)
                .isEqualTo(expected.get(tensor));
          }
        });
  }

  @Test
  void layersThatShareAnInputGiveItTheRangeOfBoth() {
    OnnxModel model =
        new TestGraph(1)
            .input("x", 1, 4)
            .normal("a", 1, 4, 2)
            .normal("b", 1, 4, 2)
            .node("MatMul", "y", "x a")
            .node("MatMul", "z", "x b")
            .output("y")
            .output("z")
            .model();
    String record =
        """
        record { key: "node_y" value { scale_d: 0.01 offset_d: -28 scale_w: 1 offset_w: 0 } }
        record {
          key: "node_z"
          value {
            scale_d: 0.02
            offset_d: -128
          }
        }
        record { key: "elsewhere" value { scale_d: 1 offset_d: 0 } }
        """;
    ImportedRange range = new AmctRecord().read(record, model.graph()).get("x");
    assertThat(range.range()).isEqualTo(new Range(0.01f * -100, 0.02f * 255));
  }

  @Test
  void missingTensorsAreAllNamed() {
    String text =
        "{\"CLS\": \"TensorsData\", \"data\": {\"image\": {\"lowest\": -1.0, \"highest\": 2.5}}}";
    assertThatThrownBy(() -> imported(text, settings))
        .isInstanceOf(VernierException.class)
        .hasMessageContainingAll("file", "stem_act", "depth_act", "sum", "quantization.ignored")
        .hasMessageNotContaining("image,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRT-8601-EntropyCalibration2\nimage: 3c01",
        "TRT-8601-EntropyCalibration2\nimage",
        "TRT-8601-EntropyCalibration2\nimage: 7fc00000",
        "{\"CLS\": \"TensorsData\", \"data\": {\"image\": {\"lowest\": \"a\", \"highest\": 1}}}",
        "{\"CLS\": \"TensorsData\"}",
        "{\"image\": [{\"scale\": -1, \"zero_point\": 0}]}",
        "{\"image\": [{\"scale\": 1, \"zero_point\": 0, \"quant_type\": \"QFloat8\"}]}",
        "record { key: \"node_stem_conv\" value { scale_d: 0 offset_d: 0 } }",
        "record { key: \"node_stem_conv\" value { scale_d: 1 offset_d: 0 } } rest",
        "something else",
        ""
      })
  void whatCannotBeReadIsRefused(String text) {
    assertThatThrownBy(() -> imported(text, settings)).isInstanceOf(VernierException.class);
  }

  @Test
  void symmetricSchemesTakeTheMagnitudeOfAnAsymmetricRange() {
    String text = RangeFiles.find("tensor-quant-overrides").write(solved(settings));
    QuantizationSettings with = settings(DataType.INT8, Symmetry.SYMMETRIC);
    imported(text, with).values().forEach(p -> assertThat(p.zeroPoint()).isZero());
  }
}
