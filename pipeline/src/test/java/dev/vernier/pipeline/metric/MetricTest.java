package dev.vernier.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.Bytes;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static final MetricSuite SUITE =
      MetricRun.suite("top1", "top5", "agreement", "mcnemar", "sqnr");

  private static Outcome outcome(float[] reference, float[] candidate, long label) {
    return new Outcome(
        List.of(Tensor.of(reference, 1, reference.length)),
        List.of(Tensor.of(candidate, 1, candidate.length)),
        List.of("scores"),
        0,
        label,
        Row.of("n", 1),
        new byte[] {(byte) label});
  }

  private static CandidateState state(List<Outcome> outcomes) {
    CandidateState state = CandidateState.empty("q", SUITE, 2, List.of("a", "b"));
    try {
      for (Outcome outcome : outcomes) {
        state.update(outcome);
      }
    } catch (BadRowException e) {
      throw new AssertionError(e);
    }
    return state;
  }

  private static List<Outcome> drawn(int count) {
    Random random = new Random(11);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] reference = new float[7];
      float[] candidate = new float[7];
      for (int k = 0; k < 7; k++) {
        reference[k] = (float) random.nextGaussian();
        candidate[k] = reference[k] + 0.4f * (float) random.nextGaussian();
      }
      outcomes.add(outcome(reference, candidate, random.nextInt(7)));
    }
    return outcomes;
  }

  @Test
  void countsByHand() {
    Map<String, Double> m =
        state(
                List.of(
                    outcome(new float[] {3, 1, 2}, new float[] {3, 1, 2}, 0),
                    outcome(new float[] {3, 1, 2}, new float[] {1, 1, 2}, 0),
                    outcome(new float[] {1, 1, 2}, new float[] {1, 4, 2}, 1),
                    outcome(new float[] {5, 1, 2}, new float[] {4, 1, 2}, 2)))
            .measures();
    assertThat(m.get("reference.top1")).isEqualTo(50);
    assertThat(m.get("top1")).isEqualTo(50);
    assertThat(m.get("agreement")).isEqualTo(50);
    assertThat(m.get("mcnemar.lost")).isEqualTo(1);
    assertThat(m.get("mcnemar.won")).isEqualTo(1);
    assertThat(m.get("top5")).isEqualTo(100);
    double signal = 14 + 14 + 6 + 30;
    assertThat(m.get("sqnr")).isCloseTo(10 * Math.log10(signal / (4 + 9 + 1)), within(1e-12));
  }

  @Test
  void ranksTiesByIndexAndNanLast() {
    Tensor scores = Tensor.of(new float[] {1, 2, 2, Float.NaN, 0}, 1, 5);
    assertThat(Scores.best(scores)).isEqualTo(1);
    assertThat(Scores.rank(scores, 1)).isZero();
    assertThat(Scores.rank(scores, 2)).isEqualTo(1);
    assertThat(Scores.rank(scores, 4)).isEqualTo(3);
    assertThat(Scores.rank(scores, 3)).isEqualTo(4);
  }

  @Test
  void mergesInAnyOrderToTheSameBytes() {
    List<Outcome> outcomes = drawn(200);
    byte[] expected = Bytes.of(state(outcomes)::write);
    Collections.shuffle(outcomes, new Random(5));
    CandidateState left = state(outcomes.subList(0, 71));
    CandidateState right = state(outcomes.subList(71, 200));
    assertThat(Bytes.of(left.merge(right)::write)).isEqualTo(expected);
    assertThat(Bytes.of(right.merge(left)::write)).isEqualTo(expected);
    CandidateState read = Bytes.read(expected, in -> CandidateState.read(in, SUITE));
    assertThat(Bytes.of(read::write)).isEqualTo(expected);
    assertThat(read.measures()).isEqualTo(left.merge(right).measures());
  }

  @Test
  void mergeIsExactWhereSumsOfDoublesAreNot() {
    List<Outcome> outcomes = new ArrayList<>();
    for (float size : new float[] {1e15f, 1, -1e15f, 3e-8f, 1e7f}) {
      outcomes.add(outcome(new float[] {size, 0}, new float[] {0, 0}, 0));
    }
    byte[] forwards = Bytes.of(state(outcomes)::write);
    Collections.reverse(outcomes);
    assertThat(Bytes.of(state(outcomes)::write)).isEqualTo(forwards);
  }

  @Test
  void chanceIsJudgedByTheBinomialDistribution() {
    assertThat(PairedTest.pValue(0, 0)).isEqualTo(1);
    assertThat(PairedTest.pValue(5, 5)).isEqualTo(1);
    assertThat(PairedTest.pValue(0, 10)).isCloseTo(2.0 / 1024, within(1e-12));
    assertThat(PairedTest.pValue(10, 0)).isEqualTo(PairedTest.pValue(0, 10));
    assertThat(PairedTest.pValue(3, 9)).isCloseTo(2 * (1 + 12 + 66 + 220) / 4096.0, within(1e-12));
    assertThat(PairedTest.pValue(40_000, 41_000)).isBetween(1e-4, 1e-3);
  }

  @Test
  void intervalContainsTheDrop() {
    Map<String, Double> m = state(drawn(500)).measures();
    assertThat(m.get("drop.top1")).isBetween(m.get("drop.low"), m.get("drop.high"));
    assertThat(m.get("drop.high") - m.get("drop.low")).isBetween(0.5, 15.0);
  }

  @Test
  void outputsThatAreNotFiniteAreCountedApart() {
    Map<String, Double> m =
        state(
                List.of(
                    outcome(new float[] {1, 2}, new float[] {1, Float.NaN}, 1),
                    outcome(new float[] {1, 2}, new float[] {1, 2}, 1)))
            .measures();
    assertThat(m.get("not-finite")).isEqualTo(1);
    assertThat(m.get("sqnr")).isInfinite();
  }

  @Test
  void unlabelledRowsGiveAgreementOnly() {
    Map<String, Double> m =
        state(List.of(outcome(new float[] {1, 2}, new float[] {1, 3}, -1))).measures();
    assertThat(m).containsOnlyKeys("agreement", "drop.agreement", "sqnr");
    Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2);
    Outcome picture = MetricRun.outcome(image, image, -1);
    assertThat(state(List.of(picture)).measures()).containsOnlyKeys("sqnr");
  }

  @Test
  void tensorsAreComparedOnTheSamplesWithTheSmallestHashes() {
    TensorSqnr whole = new TensorSqnr(2, List.of("a", "b"));
    TensorSqnr left = new TensorSqnr(2, List.of("a", "b"));
    TensorSqnr right = new TensorSqnr(2, List.of("a", "b"));
    for (int i = 9; i >= 0; i--) {
      byte[] hash = new byte[32];
      hash[0] = (byte) (i * 40);
      double[] sums = {100 * (i + 1), 1, 100 * (i + 1), 10, 0, 10};
      for (TensorSqnr state : List.of(whole, i % 2 == 0 ? left : right)) {
        if (state.wants(hash)) {
          state.add(hash, sums);
        }
      }
    }
    TensorSqnr merged = left.merge(right);
    assertThat(Bytes.of(merged::write)).isEqualTo(Bytes.of(whole::write));
    assertThat(merged.size()).isEqualTo(2);
    assertThat(merged.decibels().get("b")).isInfinite();
    assertThat(merged.cosines().get("b")).isCloseTo(1, within(1e-12));
    // The smallest first bytes are 0 and 7 * 40 - 256: signals 100 and 800, noise 1 each.
    assertThat(merged.decibels().get("a")).isCloseTo(10 * Math.log10(450), within(1e-12));
    assertThat(merged.cosines().get("a")).isCloseTo(900 / Math.sqrt(900.0 * 902), within(1e-12));
    TensorSqnr other = new TensorSqnr(2, List.of("c"));
    assertThatThrownBy(() -> left.merge(other)).isInstanceOf(IllegalArgumentException.class);
  }
}
