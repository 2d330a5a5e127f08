package dev.vernier.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-learn 1.9.1 on the same numbers. */
class ClassMetricsTest {
  private static final Offset<Double> NEAR = within(1e-12);

  private static List<Outcome> rows() {
    Drawn drawn = new Drawn(1);
    List<Outcome> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int label = drawn.below(4);
      float[] reference = new float[4];
      float[] candidate = new float[4];
      for (int c = 0; c < 4; c++) {
        reference[c] = (float) (4 * drawn.unit() - 2 + (c == label ? 1.5 : 0));
      }
      for (int c = 0; c < 4; c++) {
        candidate[c] = reference[c] + (float) (2 * drawn.unit() - 1);
      }
      rows.add(
          MetricRun.outcome(
              Tensor.of(reference, 1, 4),
              Tensor.of(candidate, 1, 4),
              label,
              dev.vernier.pipeline.data.Row.of("n", i),
              i));
    }
    return rows;
  }

  @Test
  void precisionRecallAndF1() throws Exception {
    MetricSuite suite =
        Metrics.of(MetricRun.config("metrics = [f1], annotation.positive-class = 2"));
    Map<String, Double> m = MetricRun.measures(suite, rows());
    assertThat(m.get("reference.precision.macro")).isCloseTo(0.756985294117647, NEAR);
    assertThat(m.get("reference.recall.macro")).isCloseTo(0.7609890109890111, NEAR);
    assertThat(m.get("reference.f1.macro")).isCloseTo(0.745193445125737, NEAR);
    assertThat(m.get("precision.macro")).isCloseTo(0.5679989944695827, NEAR);
    assertThat(m.get("recall.macro")).isCloseTo(0.5737179487179487, NEAR);
    assertThat(m.get("f1.macro")).isCloseTo(0.5683416046319272, NEAR);
    assertThat(m.get("drop.f1.macro"))
        .isCloseTo(m.get("reference.f1.macro") - m.get("f1.macro"), NEAR);
    assertThat(m.get("reference.f1.micro")).isCloseTo(0.75, NEAR);
    assertThat(m.get("f1.micro")).isCloseTo(0.5833333333333334, NEAR);
    assertThat(m.get("reference.precision.binary")).isCloseTo(0.875, NEAR);
    assertThat(m.get("recall.binary")).isCloseTo(0.6190476190476191, NEAR);
    assertThat(m.get("f1.binary")).isCloseTo(0.6666666666666666, NEAR);
  }

  @Test
  void areaUnderTheCurveOfEachClassAgainstTheRest() throws Exception {
    Map<String, Double> m = MetricRun.measures(MetricRun.suite("roc-auc"), rows());
    assertThat(m.get("reference.roc-auc")).isCloseTo(0.9152843836513471, NEAR);
    assertThat(m.get("roc-auc")).isCloseTo(0.8824901128974325, NEAR);
  }

  @Test
  void aSingleScoreIsThatOfClassOneAndTiesCountHalf() throws Exception {
    Drawn drawn = new Drawn(7);
    List<Outcome> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int label = drawn.below(2);
      float score = (float) (Math.floor(10 * drawn.unit() + 2 * label) / 12);
      Tensor scores = Tensor.of(new float[] {score}, 1, 1);
      rows.add(MetricRun.outcome(scores, scores, label));
    }
    Map<String, Double> m = MetricRun.measures(MetricRun.suite("roc-auc", "f1"), rows);
    assertThat(m.get("roc-auc")).isCloseTo(0.676948051948052, NEAR);
    assertThat(m.get("f1.binary")).isCloseTo(0.5116279069767442, NEAR);
  }

  @Test
  void oneClassAloneHasNoCurve() throws Exception {
    Tensor scores = Tensor.of(new float[] {1, 2}, 1, 2);
    List<Outcome> rows = List.of(MetricRun.outcome(scores, scores, 1));
    assertThat(MetricRun.measures(MetricRun.suite("roc-auc"), rows)).isEmpty();
  }

  @Test
  void labelFreeMeasuresByHand() throws Exception {
    Tensor reference = Tensor.of(new float[] {3, 4}, 1, 2);
    Tensor candidate = Tensor.of(new float[] {4, 3}, 1, 2);
    Map<String, Double> m =
        MetricRun.measures(
            MetricRun.suite("cosine", "divergence"),
            List.of(MetricRun.outcome(reference, candidate, -1)));
    assertThat(m.get("cosine")).isCloseTo(24.0 / 25, NEAR);
    assertThat(m.get("drop.cosine")).isCloseTo(1.0 / 25, NEAR);
    // Softmax of (3, 4) is (1/(1+e), e/(1+e)): the logarithms differ by 1 either way.
    assertThat(m.get("divergence")).isCloseTo((Math.E - 1) / (Math.E + 1), NEAR);
  }

  @Test
  void probabilitiesAreRecognised() throws Exception {
    Tensor reference = Tensor.of(new float[] {0.25f, 0.75f}, 1, 2);
    Tensor candidate = Tensor.of(new float[] {0.5f, 0.5f}, 1, 2);
    Map<String, Double> m =
        MetricRun.measures(
            MetricRun.suite("divergence"), List.of(MetricRun.outcome(reference, candidate, -1)));
    double expected = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
    assertThat(m.get("divergence")).isCloseTo(expected, NEAR);
  }

  @Test
  void anUnknownMetricIsAnErrorThatNamesTheOthers() {
    assertThatThrownBy(() -> MetricRun.suite("accuracy"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("'accuracy'")
        .hasMessageContaining("roc-auc");
  }
}
