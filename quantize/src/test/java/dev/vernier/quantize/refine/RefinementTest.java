package dev.vernier.quantize.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.plan.QuantizationPlan;
import java.util.List;
import java.util.Map;
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
    Refinement refinement = new Refinement(Map.of("two", new float[] {5f, -6f}));
    OnnxModel refined = refinement.applyTo(model());
    List<Node> nodes = refined.graph().nodes();
    assertThat(floats(refined, nodes.get(0).input(2))).containsExactly(1f, 2f);
    assertThat(floats(refined, nodes.get(1).input(2))).containsExactly(5f, -6f);
    assertThat(Refinement.none().applyTo(model())).isEqualTo(model());
  }

  @Test
  void isSavedAndReadBack() {
    SavedRefinement saved =
        new SavedRefinement(
            "m", "r", "8 samples", "s", new Refinement(Map.of("a", new float[] {1.5f, -0.25f})));
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
  void refusesWhatItDidNotWrite() {
    for (String text : List.of("{}", "no", "{\"format\":\"vernier-refinement\",\"version\":2}")) {
      assertThatThrownBy(() -> SavedRefinement.fromJson(text))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("run 'vernier refine' again");
    }
  }

  private static float[] floats(OnnxModel model, String name) {
    return model.graph().initializers().get(name).floats();
  }
}
