package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The methods that search for the least error, judged by the error on the raw values. */
class ErrorSearchTest {

  private static final int COUNT = 20_000;
  private static final RangeTarget TARGET = new RangeTarget(DataType.UINT8, false);

  private static double exact(float[] values, QuantizationParameters parameters, double power) {
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(Math.abs(value - parameters.represent(value)), power);
    }
    return sum;
  }

  private static double error(float[] values, Range range, double power) {
    return exact(values, TARGET.parameters(range), power);
  }

  private static Range solve(String method, float[] values, MethodOptions options) {
    TensorStates states = TensorStates.of(HistogramSketch.of(values));
    return RangeMethods.find(method).solve(states, TARGET, options);
  }

  private static Range observed(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Range(Math.min(0, sorted[0]), Math.max(0, sorted[sorted.length - 1]));
  }

  /** The least error over a dense grid of both bounds. */
  private static double best(float[] values, double power) {
    Range observed = observed(values);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < (observed.min() < 0 ? 40 : 1); i++) {
      for (int j = 0; j < (observed.max() > 0 ? 40 : 1); j++) {
        float low = (float) (observed.min() * Math.pow(0.94, i));
        float high = (float) (observed.max() * Math.pow(0.94, j));
        best = Math.min(best, error(values, new Range(low, high), power));
      }
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void powersOfErrorsAgreeWithRawValues(Distribution distribution) {
    float[] values = distribution.values(200_000, 6);
    HistogramSketch sketch = HistogramSketch.of(values);
    for (double power : new double[] {0.5, 1, 2, 2.4, 3}) {
      PowerError error = new PowerError(sketch, power, 1);
      for (double share : new double[] {1, 0.7, 0.33, 0.1}) {
        Range range =
            new Range((float) (sketch.min() * share), (float) (sketch.max() * share * 0.9))
                .includingZero();
        QuantizationParameters parameters = TARGET.parameters(range);
        double expected = exact(values, parameters, power);
        assertThat(error.of(parameters))
            .as("%s, %s, power %s", distribution, range, power)
            .isCloseTo(expected, within((0.02 + 0.025 * power) * expected + 1e-9));
      }
    }
  }

  @Test
  void powerTwoIsTheSquaredError() {
    HistogramSketch sketch = HistogramSketch.of(Distribution.LEAKY.values(COUNT, 7));
    QuantizationParameters parameters = TARGET.parameters(new Range(-0.4f, 5f));
    double expected = new SquaredError(sketch, 0.1).of(parameters);
    assertThat(new PowerError(sketch, 2, 0.1).of(parameters))
        .isCloseTo(expected, within(1e-4 * expected));
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void otherNormsAreAsGoodAsBruteForce(Distribution distribution) {
    float[] values = distribution.values(COUNT / 4, 8);
    for (double power : new double[] {1, 2.4}) {
      Range range = solve("mse", values, MethodOptions.defaults().withNorm(power));
      assertThat(error(values, range, power))
          .as("%s, power %s", distribution, power)
          .isLessThanOrEqualTo(1.03 * best(values, power));
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void histogramSearchesStayNearTheLeastError(Distribution distribution) {
    float[] values = distribution.values(COUNT, 9);
    double least = error(values, solve("mse", values, MethodOptions.defaults()), 2);
    double l2 = error(values, solve("l2-histogram", values, MethodOptions.defaults()), 2);
    assertThat(l2).isLessThanOrEqualTo(1.35 * least);
    // Not to clip is no candidate of HFMG, which costs where many values are the largest.
    double hfmg = error(values, solve("hfmg", values, MethodOptions.defaults()), 2);
    assertThat(hfmg).isLessThanOrEqualTo(1.6 * least);
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void ifmrIsTheBestOfItsFactors(Distribution distribution) {
    float[] values = distribution.values(COUNT, 10);
    double error = error(values, solve("ifmr", values, MethodOptions.defaults()), 2);
    Range observed = observed(values);
    double best = Double.MAX_VALUE;
    for (int i = 70; i < 130; i++) {
      Range range = new Range(observed.min(), observed.max() * i / 100f);
      best = Math.min(best, error(values, range, 2));
    }
    assertThat(error).isLessThanOrEqualTo(1.03 * best);
  }
}
