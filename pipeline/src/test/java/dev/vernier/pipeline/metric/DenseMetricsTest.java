package dev.vernier.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-image 0.26.0, scikit-learn 1.9.1 and torch 2.13.0 on the same numbers. */
class DenseMetricsTest {
  private static final Offset<Double> NEAR = within(1e-10);

  /** Two images of 2 channels, 15 by 17, that differ from the target by noise. */
  private static Outcome images() {
    Drawn drawn = new Drawn(11);
    int size = 2 * 15 * 17;
    byte[] target = new byte[size];
    for (int i = 0; i < size; i++) {
      target[i] = (byte) drawn.below(256);
    }
    float[][] noisy = new float[2][size];
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < size; i++) {
        double noise = (k == 0 ? 0.1 : 0.4) * (drawn.unit() - 0.5);
        noisy[k][i] = (float) ((target[i] & 0xff) / 255.0 + noise);
      }
    }
    return MetricRun.outcome(
        Tensor.of(noisy[0], 1, 2, 15, 17),
        Tensor.of(noisy[1], 1, 2, 15, 17),
        -1,
        Row.of("image", target),
        0);
  }

  private static Map<String, Double> measures(String settings, Outcome row) throws Exception {
    return MetricRun.measures(Metrics.of(MetricRun.config(settings)), List.of(row));
  }

  @Test
  void imagesAgainstTheirTarget() throws Exception {
    Map<String, Double> m =
        measures(
            "metrics = [mse, mae, psnr, ssim]"
                + ", annotation { target-column = image, target-scale = 1/255 }",
            images());
    assertThat(m.get("reference.ssim")).isCloseTo(0.9953673009491977, NEAR);
    assertThat(m.get("ssim")).isCloseTo(0.9278209553486791, NEAR);
    assertThat(m.get("reference.psnr")).isCloseTo(30.793165364591147, within(1e-6));
    assertThat(m.get("psnr")).isCloseTo(18.50816824010671, within(1e-6));
    assertThat(m.get("mse")).isCloseTo(0.01409883331230603, NEAR);
    assertThat(m.get("mae")).isCloseTo(0.10451662391368859, NEAR);
    assertThat(m.get("drop.mse")).isPositive();
    assertThat(m.get("drop.ssim")).isPositive();
  }

  @Test
  void withoutAnnotationsTheFloatingPointModelIsRight() throws Exception {
    Map<String, Double> m =
        measures("metrics = [mse, psnr, ssim], annotation.free = true", images());
    assertThat(m.get("reference.mse")).isZero();
    assertThat(m.get("reference.psnr")).isInfinite();
    assertThat(m.get("reference.ssim")).isCloseTo(1, NEAR);
    assertThat(m.get("mse")).isBetween(0.01, 0.03);
    assertThat(m).doesNotContainKey("drop.psnr");
  }

  @Test
  void aTargetOfAnotherSizeMakesTheRowBad() {
    String settings = "metrics = [mse], annotation.target-column = image";
    Outcome row = images();
    Outcome wrong =
        MetricRun.outcome(
            row.referenceScores(),
            row.candidateScores(),
            -1,
            Row.of("image", new float[] {1, 2}),
            0);
    assertThatThrownBy(() -> measures(settings, wrong))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining("2 numbers; expected 510");
  }

  @Test
  void segmentation() throws Exception {
    Drawn drawn = new Drawn(21);
    int[] classes = {0, 1, 2, 255};
    int[] truth = new int[42];
    for (int i = 0; i < 42; i++) {
      truth[i] = classes[drawn.below(4)];
    }
    float[] reference = new float[3 * 42];
    float[] candidate = new float[3 * 42];
    for (int i = 0; i < 3 * 42; i++) {
      reference[i] = (float) (2 * drawn.unit() + (truth[i % 42] == i / 42 ? 1 : 0));
      candidate[i] = reference[i] + (float) (drawn.unit() - 0.5);
    }
    Outcome row =
        MetricRun.outcome(
            Tensor.of(reference, 1, 3, 6, 7),
            Tensor.of(candidate, 1, 3, 6, 7),
            -1,
            Row.of("mask", truth),
            0);
    Map<String, Double> m =
        measures(
            "metrics = [miou], annotation { target-column = mask, ignored-classes = [255] }", row);
    assertThat(m.get("reference.miou")).isCloseTo(0.621537503890445, NEAR);
    assertThat(m.get("miou")).isCloseTo(0.6875, NEAR);
    assertThat(m.get("reference.pixel-accuracy")).isCloseTo(0.7878787878787878, NEAR);
    assertThat(m.get("pixel-accuracy")).isCloseTo(0.7878787878787878, NEAR);
  }

  @Test
  void tokens() throws Exception {
    Drawn drawn = new Drawn(31);
    long[] truth = new long[9];
    for (int i = 0; i < 9; i++) {
      truth[i] = drawn.below(5);
    }
    truth[3] = -100;
    float[] reference = new float[45];
    float[] candidate = new float[45];
    for (int i = 0; i < 45; i++) {
      reference[i] = (float) (3 * drawn.unit() + (i % 5 == truth[i / 5] ? 1 : 0));
      candidate[i] = reference[i] + (float) (drawn.unit() - 0.5);
    }
    Outcome row =
        MetricRun.outcome(
            Tensor.of(reference, 1, 9, 5),
            Tensor.of(candidate, 1, 9, 5),
            -1,
            Row.of("next", truth),
            0);
    Map<String, Double> m =
        measures(
            "metrics = [perplexity, token-accuracy]"
                + ", annotation { target-column = next, ignored-classes = [-100] }",
            row);
    assertThat(m.get("reference.perplexity")).isCloseTo(2.594642675658524, NEAR);
    assertThat(m.get("perplexity")).isCloseTo(3.013654417625924, NEAR);
    assertThat(m.get("reference.token-accuracy")).isEqualTo(37.5);
    assertThat(m.get("token-accuracy")).isEqualTo(25);
  }
}
