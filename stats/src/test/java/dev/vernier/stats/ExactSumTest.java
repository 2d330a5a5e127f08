package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
  @Test
  void cancellationLosesNothing() {
    assertThat(ExactSum.of(1e300, 1, -1e300).doubleValue()).isEqualTo(1);
    assertThat(ExactSum.of(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE).doubleValue())
        .isEqualTo(Double.MIN_VALUE);
    assertThat(ExactSum.of(0.1, -0.1)).isEqualTo(ExactSum.zero());
  }

  @Test
  void roundsOnceToNearestEven() {
    double ulp = Math.ulp(1.0);
    assertThat(ExactSum.of(1, ulp / 2).doubleValue()).isEqualTo(1);
    assertThat(ExactSum.of(1, ulp / 2, Double.MIN_VALUE).doubleValue()).isEqualTo(1 + ulp);
    assertThat(ExactSum.of(1 + ulp, ulp / 2).doubleValue()).isEqualTo(1 + 2 * ulp);
    assertThat(ExactSum.of(-1, -ulp / 2, -Double.MIN_VALUE).doubleValue()).isEqualTo(-1 - ulp);
    assertThat(ExactSum.of(Double.MAX_VALUE, Double.MAX_VALUE).doubleValue())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithDecimalArithmeticInAnyOrder(long seed) {
    Random random = new Random(seed);
    List<Double> values =
        DoubleStream.generate(() -> Math.scalb(random.nextGaussian(), random.nextInt(400) - 200))
            .limit(2000)
            .boxed()
            .collect(java.util.stream.Collectors.toList());
    BigDecimal expected = BigDecimal.ZERO;
    for (double value : values) {
      expected = expected.add(new BigDecimal(value));
    }
    ExactSum sum = sum(values);
    assertThat(sum.doubleValue()).isEqualTo(expected.doubleValue());
    Collections.shuffle(values, random);
    assertThat(sum(values)).isEqualTo(sum);
    assertThat(sum(values.subList(0, 700)).merge(sum(values.subList(700, 2000)))).isEqualTo(sum);
  }

  @Test
  void carriesLongRunsOfOneSign() {
    ExactSumAccumulator sum = new ExactSumAccumulator();
    double value = Math.nextDown(0x1p32);
    for (int i = 0; i < 3_000_000; i++) {
      sum.add(-value);
    }
    assertThat(sum.toExactSum().doubleValue())
        .isEqualTo(-new BigDecimal(value).multiply(new BigDecimal(3_000_000)).doubleValue());
  }

  @Test
  void refusesWhatHasNoExactSum() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ExactSum.of(value)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void meanDividesTheRoundedSum() {
    assertThat(ExactSum.of(1, 2, 4).mean(2)).isEqualTo(3.5);
    assertThat(ExactSum.zero().mean(0)).isNaN();
  }

  private static ExactSum sum(List<Double> values) {
    return ExactSum.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void anyDoubleIsItsOwnSum() {
    double[] edges = {Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -0x1.8p-1060, 1 / 3.0};
    Arrays.stream(edges).forEach(x -> assertThat(ExactSum.of(x).doubleValue()).isEqualTo(x));
  }
}
