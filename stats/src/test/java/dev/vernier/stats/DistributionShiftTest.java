package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionShiftTest {
  @Test
  void theSameValuesDoNotDiffer() {
    HistogramSketch sketch = normal(1, 0, 1, 10_000);
    DistributionShift shift = DistributionShift.between(sketch, sketch);
    assertThat(shift.psi()).isZero();
    assertThat(shift.kl()).isZero();
    assertThat(shift.groups()).isBetween(15, 25);
  }

  @Test
  void sharesOfTwoGroupsGiveTheFormulasOfTheTextbook() {
    // Zeros and ones: 30 and 10 before, 10 and 30 now; half a value more in each group.
    DistributionShift shift = DistributionShift.between(twoValues(30, 10), twoValues(10, 30));
    double p = 30.5 / 41;
    double q = 10.5 / 41;
    double log = Math.log(q / p);
    assertThat(shift.groups()).isEqualTo(2);
    assertThat(shift.psi()).isCloseTo(2 * (q - p) * log, within(1e-12));
    assertThat(shift.kl()).isCloseTo((q - p) * log, within(1e-12));
  }

  @Test
  void theIndexIsSymmetricWhereGroupsAre() {
    DistributionShift there = DistributionShift.between(twoValues(30, 10), twoValues(12, 28));
    DistributionShift back = DistributionShift.between(twoValues(12, 28), twoValues(30, 10));
    assertThat(there.psi()).isCloseTo(back.psi(), within(1e-12));
  }

  @Test
  void twoDrawsFromOneSourceAreStableAndAShiftedSourceIsNot() {
    HistogramSketch reference = normal(1, 0, 1, 20_000);
    assertThat(DistributionShift.between(reference, normal(2, 0, 1, 20_000)).psi())
        .isLessThan(0.01);
    // Two normal distributions, means m apart, of deviation 1: the continuous index is m^2.
    assertThat(DistributionShift.between(reference, normal(3, 0.5, 1, 20_000)).psi())
        .isBetween(0.2, 0.26);
    assertThat(DistributionShift.between(reference, normal(4, 0, 3, 20_000)).psi())
        .isGreaterThan(0.5);
  }

  @Test
  void valuesWhereTheReferenceHasNoneCount() {
    HistogramSketch reference = HistogramSketch.of(1, 1, 1, 1, 2, 2, 2, 2);
    HistogramSketch current = HistogramSketch.of(1, 1, 1, 1, -7, -7, -7, -7);
    assertThat(DistributionShift.between(reference, current).psi()).isGreaterThan(0.5);
  }

  @Test
  void nothingToCompareIsNoDifference() {
    HistogramSketch some = HistogramSketch.of(1, 2, 3);
    assertThat(DistributionShift.between(HistogramSketch.empty(), HistogramSketch.empty()))
        .isEqualTo(new DistributionShift(0, 0, 0));
    assertThat(DistributionShift.between(HistogramSketch.empty(), some).psi()).isFinite();
    assertThat(DistributionShift.between(some, HistogramSketch.empty()).psi()).isFinite();
  }

  private static HistogramSketch twoValues(int zeros, int ones) {
    float[] values = new float[zeros + ones];
    java.util.Arrays.fill(values, zeros, values.length, 1f);
    return HistogramSketch.of(values);
  }

  private static HistogramSketch normal(long seed, double mean, double deviation, int n) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return HistogramSketch.of(values);
  }
}
