package dev.vernier.quantize.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SavedRewritesTest {
  private static final RewriteSettings SETTINGS =
      new RewriteSettings(true, true, true, Optional.of(new SmoothAlphas(0.5, -1)));

  @Test
  void areSavedAndReadBack() {
    Equalization scales = new Equalization(Map.of("a", new double[] {0.1, 3}), Set.of("a"));
    Smoothing smoothing =
        new Smoothing(
            Map.of("x", new Smoothing.Smoothed(List.of("y", "z"), new double[] {1.5, 7})));
    SavedRewrites saved =
        new SavedRewrites(
            "m",
            SETTINGS.text(),
            new Rewrites(
                Optional.of(scales),
                Optional.of(Map.of("b", change(-1, 2))),
                Optional.of(Map.of("c", change(0.25, 3))),
                Optional.of(smoothing)));
    SavedRewrites read = SavedRewrites.fromJson(saved.toJson());
    assertThat(read.toJson()).isEqualTo(saved.toJson());
    Equalization equalization = read.rewrites().equalization().orElseThrow();
    assertThat(equalization.scales().get("a")).containsExactly(0.1, 3);
    assertThat(equalization.freed()).containsExactly("a");
    ChannelChange absorbed = read.rewrites().absorption().orElseThrow().get("b");
    assertThat(absorbed.shifts()).containsExactly(-1);
    ChannelChange aligned = read.rewrites().alignment().orElseThrow().get("c");
    assertThat(aligned.shifts()).containsExactly(0.25);
    assertThat(aligned.scales()).containsExactly(3);
    Smoothing.Smoothed smoothed = read.rewrites().smoothing().orElseThrow().tensors().get("x");
    assertThat(smoothed.layers()).containsExactly("y", "z");
    assertThat(smoothed.scales()).containsExactly(1.5, 7);
    assertThat(read.fits("m", SETTINGS)).isTrue();
    assertThat(read.fits("n", SETTINGS)).isFalse();
    assertThat(
            read.fits(
                "m", new RewriteSettings(true, true, true, Optional.of(new SmoothAlphas(0.6, -1)))))
        .isFalse();
  }

  private static ChannelChange change(double shift, double scale) {
    return new ChannelChange(new double[] {shift}, new double[] {scale});
  }

  /** As written before there were others than equalisation. */
  @Test
  void readsAnEqualisationAlone() {
    SavedRewrites read =
        SavedRewrites.fromJson(
            """
            {
              "format" : "vernier-equalization",
              "version" : 1,
              "model-sha256" : "m",
              "tensors" : {
                "a" : {
                  "freed" : true,
                  "scales" : "mpmZmZmZuT8AAAAAAAAIQA=="
                }
              }
            }
            """);
    Equalization equalization = read.rewrites().equalization().orElseThrow();
    assertThat(equalization.scales().get("a")).containsExactly(0.1, 3);
    assertThat(equalization.freed()).containsExactly("a");
    assertThat(read.rewrites().smoothing()).isEmpty();
    assertThat(read.fits("m", RewriteSettings.EQUALIZATION)).isTrue();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    for (String json :
        List.of(
            "{}",
            "{",
            "{\"format\": \"vernier-rewrites\", \"version\": 2, \"model-sha256\": \"m\"}")) {
      assertThatThrownBy(() -> SavedRewrites.fromJson(json))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("calibrate again");
    }
  }
}
