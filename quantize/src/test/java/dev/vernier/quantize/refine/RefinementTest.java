package dev.vernier.quantize.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ExportSettings;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.WeightOnlySettings;
import dev.vernier.quantize.export.ExportRequest;
import dev.vernier.quantize.export.OutputFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefinementTest {
  /** Two convolutions that share a bias, one without any, and one whose bias is computed. */
  private static OnnxModel model() {
    return new TestGraph(1)
        .input("x", 1, 2, 4, 4)
        .input("b", 2)
        .normal("w", 1, 2, 2, 1, 1)
        .floats("shared", new long[] {2}, 1f, 2f)
        .node("Conv", "one", "x w shared")
        .node("Conv", "two", "one w shared")
        .node("Conv", "three", "two w")
        .node("Conv", "four", "three w b")
        .output("four")
        .model();
  }

  @Test
  void everyLayerThatCouldAddABiasAddsItsOwn() {
    OnnxModel owned = RefinableLayers.withOwnBiases(model());
    List<Node> nodes = owned.graph().nodes();
    List<String> biases = nodes.stream().map(n -> n.input(2)).toList();
    assertThat(biases).doesNotHaveDuplicates().doesNotContain("").contains("b");
    assertThat(floats(owned, biases.get(0))).containsExactly(1f, 2f);
    assertThat(floats(owned, biases.get(1))).containsExactly(1f, 2f);
    assertThat(floats(owned, biases.get(2))).containsExactly(0f, 0f);
    assertThat(RefinableLayers.withOwnBiases(owned)).isEqualTo(owned);
  }

  @Test
  void onlyQuantizedLayersAreRefined() {
    OnnxModel owned = RefinableLayers.withOwnBiases(model());
    QuantizationPlan plan = QuantizationPlan.of(owned, QuantizationSettings.defaults());
    assertThat(RefinableLayers.of(owned.graph(), plan))
        .extracting(n -> n.output(0))
        .containsExactly("one", "two", "three");
  }

  @Test
  void changesTheNamedLayersAlone() {
    Refinement refinement = new Refinement(Map.of("two", new float[] {5f, -6f}), Map.of());
    OnnxModel refined = refinement.applyTo(model());
    List<Node> nodes = refined.graph().nodes();
    assertThat(floats(refined, nodes.get(0).input(2))).containsExactly(1f, 2f);
    assertThat(floats(refined, nodes.get(1).input(2))).containsExactly(5f, -6f);
    assertThat(Refinement.none().applyTo(model())).isEqualTo(model());
  }

  /**
   * Two products that add one constant, one from the left; and one whose constant differs by row.
   */
  @Test
  void productsBeforeAnAddHaveABias() {
    OnnxModel model =
        new TestGraph(3)
            .input("x", 1, 2, 3)
            .normal("w", 1, 3, 3)
            .floats("b", new long[] {1, 3}, 1f, 2f, 3f)
            .normal("rows", 1, 2, 3)
            .node("MatMul", "one", "x w")
            .node("Add", "one_b", "one b")
            .node("MatMul", "two", "one_b w")
            .node("Add", "two_b", "b two")
            .node("MatMul", "three", "two_b w")
            .node("Add", "three_b", "three rows")
            .output("three_b")
            .model();
    OnnxModel owned = RefinableLayers.withOwnBiases(model);
    QuantizationPlan plan = QuantizationPlan.of(owned, QuantizationSettings.defaults());
    assertThat(RefinableLayers.of(owned.graph(), plan))
        .extracting(n -> n.output(0))
        .containsExactly("one", "two");
    Refinement refinement = new Refinement(Map.of("two", new float[] {7f, 8f, 9f}), Map.of());
    OnnxModel refined = refinement.applyTo(model);
    List<Node> nodes = refined.graph().nodes();
    assertThat(floats(refined, nodes.get(1).input(1))).containsExactly(1f, 2f, 3f);
    assertThat(floats(refined, nodes.get(3).input(0))).containsExactly(7f, 8f, 9f);
    assertThat(refined.graph().initializers().get(nodes.get(3).input(0)).dims())
        .containsExactly(1, 3);
  }

  @Test
  void isSavedAndReadBack() {
    SavedRefinement saved =
        new SavedRefinement(
            "m",
            "r",
            "8 samples",
            "s",
            new Refinement(Map.of("a", new float[] {1.5f, -0.25f}), Map.of()));
    SavedRefinement read = SavedRefinement.fromJson(saved.toJson());
    assertThat(read.toJson()).isEqualTo(saved.toJson());
    assertThat(read.refinement().biases().get("a")).containsExactly(1.5f, -0.25f);
    // 1.5f and -0.25f, little-endian, in base64.
    assertThat(saved.toJson()).contains("\"bias\" : \"AADAPwAAgL4=\"");
    RefineSettings settings = RefineSettings.defaults();
    assertThat(read.fits("m", "r", settings)).isFalse();
    SavedRefinement same = new SavedRefinement("m", "r", settings.text(), "s", Refinement.none());
    assertThat(same.fits("m", "r", settings)).isTrue();
    assertThat(same.fits("m", "other", settings)).isFalse();
    assertThat(same.fits("m", "r", settings.withSamples(3))).isFalse();
  }

  @Test
  void weightsAreSavedAndReadBack() {
    RoundedWeight weight =
        new RoundedWeight(new byte[] {-1, 2, 3}, new float[] {1.5f, 2f}, new int[] {0, 128});
    SavedRefinement saved =
        new SavedRefinement(
            "m", "r", "s", "d", new Refinement(Map.of("b", new float[1]), Map.of("a", weight)));
    Refinement read = SavedRefinement.fromJson(saved.toJson()).refinement();
    assertThat(read.weights()).containsOnlyKeys("a");
    assertThat(read.weights().get("a").codes()).containsExactly(-1, 2, 3);
    assertThat(read.weights().get("a").scales()).containsExactly(1.5f, 2f);
    assertThat(read.weights().get("a").zeroPoints()).containsExactly(0, 128);
    assertThat(read.biases()).containsOnlyKeys("b");
    assertThat(saved.toJson()).contains("\"codes\" : \"/wID\"", "\"zero-points\" : [ 0, 128 ]");
    assertThat(read.without(Set.of("a")).weights()).isEmpty();
    assertThat(read.without(Set.of("a")).biases()).containsOnlyKeys("b");
    assertThatThrownBy(() -> SavedRefinement.fromJson(saved.toJson().replace("0, 128", "0")))
        .hasMessageContaining("a zero point for each scale");
  }

  @Test
  void readsTheFirstVersion() {
    String text =
        """
        {
          "format" : "vernier-refinement",
          "version" : 1,
          "model-sha256" : "m",
          "ranges-sha256" : "r",
          "settings" : "64 samples, bias correction",
          "samples-sha256" : "s",
          "layers" : {
            "a" : {
              "bias" : "AADAPwAAgL4="
            }
          }
        }
        """;
    SavedRefinement read = SavedRefinement.fromJson(text);
    assertThat(read.refinement().biases().get("a")).containsExactly(1.5f, -0.25f);
    assertThat(read.refinement().weights()).isEmpty();
    RefineSettings nearest = RefineSettings.defaults().withRounding(WeightRounding.NEAREST);
    assertThat(read.fits("m", "r", nearest)).isTrue();
    assertThat(read.fits("m", "r", RefineSettings.defaults())).isFalse();
  }

  /** Three products that share a weight; the codes of the second were found for it alone. */
  @Test
  void theQuantizedModelHoldsTheCodesThatWereFound() {
    OnnxModel model =
        new TestGraph(2)
            .input("x", 1, 16)
            .normal("w", 1, 16, 16)
            .node("MatMul", "one", "x w")
            .node("MatMul", "two", "one w")
            .node("MatMul", "three", "two w")
            .output("three")
            .model();
    byte[] codes = new byte[16 * 16];
    float[] scales = new float[16];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 100 - 50);
      scales[i % 16] = 0.5f;
    }
    RoundedWeight weight = new RoundedWeight(codes, scales, new int[16]);
    QuantizationSettings settings =
        QuantizationSettings.defaults()
            .withExport(ExportSettings.defaults().withWeightOnly(new WeightOnlySettings(1)));
    OutputFormat format = OutputFormats.find("weight-only");
    QuantizationPlan plan =
        new Refinement(Map.of(), Map.of("two", weight)).applyTo(format.plan(model, settings));
    CalibrationTable none = CalibrationTable.none(format.scheme(settings));
    OnnxModel written = format.write(new ExportRequest(model, plan, none, settings));
    List<Node> layers = written.graph().nodes().stream().filter(n -> n.is("MatMul")).toList();
    Node found = GraphIndex.of(written.graph()).producer(layers.get(1).input(1)).orElseThrow();
    byte[] stored = new byte[codes.length];
    written.graph().initializers().get(found.input(0)).bytes().get(stored);
    assertThat(stored).isEqualTo(codes);
    assertThat(floats(written, found.input(1))).isEqualTo(scales);
    assertThat(layers.get(0).input(1)).isNotEqualTo(layers.get(1).input(1));
    assertThat(layers.get(0).input(1)).isEqualTo(layers.get(2).input(1));
  }

  @Test
  void refusesWhatItDidNotWrite() {
    for (String text : List.of("{}", "no", "{\"format\":\"vernier-refinement\",\"version\":3}")) {
      assertThatThrownBy(() -> SavedRefinement.fromJson(text))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("run 'vernier refine' again");
    }
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }
}
