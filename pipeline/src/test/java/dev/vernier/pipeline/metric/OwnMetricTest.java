package dev.vernier.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnMetricTest {
  @Test
  void isFoundByItsNameAndMerged() throws Exception {
    Tensor first = Tensor.of(new float[] {9, 1, 1, 1}, 1, 4);
    Tensor last = Tensor.of(new float[] {1, 1, 1, 9}, 1, 4);
    Map<String, Double> m =
        MetricRun.measures(
            MetricRun.suite("top1", "grade-distance"),
            List.of(MetricRun.outcome(first, last, 0), MetricRun.outcome(first, last, 1)));
    assertThat(m.get("top1")).isZero();
    assertThat(m.get("reference.grade-distance")).isEqualTo(0.5);
    assertThat(m.get("grade-distance")).isEqualTo(2.5);
    assertThat(m.get("drop.grade-distance")).isEqualTo(2);
  }
}
