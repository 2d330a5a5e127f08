package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeMethodsTest {

  private static final MethodOptions DEFAULTS = MethodOptions.defaults();
  private static final int COUNT = 60_000;

  private static Range solve(String method, float[] values, RangeTarget target) {
    TensorStates states = TensorStates.of(HistogramSketch.of(values));
    return RangeMethods.find(method).solve(states, target, DEFAULTS);
  }

  private static double error(float[] values, RangeTarget target, Range range) {
    return SquaredErrorTest.exact(values, target.parameters(range), target.negativeSlope());
  }

  /** The least error over a dense grid of both bounds, on the raw values. */
  private static double bestError(float[] values, RangeTarget target) {
    float min = Math.min(0, minimum(values));
    float max = Math.max(0, maximum(values));
    double best = Double.MAX_VALUE;
    int steps = 60;
    for (int i = 0; i < (min < 0 && !target.symmetric() ? steps : 1); i++) {
      for (int j = 0; j < steps; j++) {
        double low = target.symmetric() || max == 0 ? power(j) : power(i);
        Range range = new Range((float) (min * low), (float) (max * power(j)));
        best = Math.min(best, error(values, target, range));
      }
    }
    return best;
  }

  private static double power(int step) {
    return Math.pow(0.94, step);
  }

  private static float minimum(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[0];
  }

  private static float maximum(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1];
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void mseIsAsGoodAsBruteForceOnRawValues(Distribution distribution) {
    float[] values = distribution.values(COUNT / 4, 21);
    for (boolean symmetric : new boolean[] {false, true}) {
      RangeTarget target = new RangeTarget(DataType.UINT8, symmetric);
      double achieved = error(values, target, solve("mse", values, target));
      assertThat(achieved)
          .as("%s, symmetric %s", distribution, symmetric)
          .isLessThanOrEqualTo(1.03 * bestError(values, target));
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void entropyNeverMakesMoreSquaredErrorThanNotClipping(Distribution distribution) {
    float[] values = distribution.values(COUNT, 22);
    for (boolean symmetric : new boolean[] {false, true}) {
      RangeTarget target = new RangeTarget(DataType.INT8, symmetric);
      Range range = solve("entropy", values, target);
      Range full = new Range(minimum(values), maximum(values));
      assertThat(error(values, target, range))
          .as("%s, symmetric %s, %s", distribution, symmetric, range)
          .isLessThanOrEqualTo(1.05 * error(values, target, full));
    }
  }

  @Test
  void entropyClipsOutliersAndKeepsSaturatedValues() {
    RangeTarget target = new RangeTarget(DataType.UINT8, false);
    float[] outliers = Distribution.OUTLIERS.values(6 * COUNT, 23);
    Range range = solve("entropy", outliers, target);
    assertThat(range.max()).isBetween(2f, 0.8f * maximum(outliers));
    Range saturated = solve("entropy", Distribution.SATURATED.values(COUNT, 24), target);
    assertThat(saturated.max()).isBetween(5.9f, 6f);
    assertThat(saturated.min()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void percentileAgreesWithSortedValues(Distribution distribution) {
    float[] values = distribution.values(COUNT, 25);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    MethodOptions options = DEFAULTS.withPercentile(99);
    TensorStates states = TensorStates.of(HistogramSketch.of(values));
    Range range =
        RangeMethods.find("percentile")
            .solve(states, new RangeTarget(DataType.UINT8, false), options);
    double cut = sorted[0] < 0 && sorted[COUNT - 1] > 0 ? 0.005 : 0.01;
    float low = sorted[0] >= 0 ? 0 : sorted[(int) (cut * COUNT)];
    float high = sorted[COUNT - 1] <= 0 ? 0 : sorted[COUNT - 1 - (int) (cut * COUNT)];
    assertThat(range.min()).isCloseTo(low, within(0.01f * Math.abs(low) + 1e-6f));
    assertThat(range.max()).isCloseTo(high, within(0.01f * Math.abs(high) + 1e-6f));
  }

  @Test
  void minmaxIsExact() {
    float[] values = Distribution.LAPLACE.values(COUNT, 26);
    Range range = solve("minmax", values, new RangeTarget(DataType.UINT8, false));
    assertThat(range).isEqualTo(new Range(minimum(values), maximum(values)));
  }

  @Test
  void meanMinmaxIsTheMeanOverSamples() {
    HistogramSketch a = HistogramSketch.of(-1f, 5f);
    HistogramSketch b = HistogramSketch.of(-4f, 2f);
    TensorStates states =
        new TensorStates(a.merge(b), PerSampleState.ofSample(a).merge(PerSampleState.ofSample(b)));
    RangeTarget target = new RangeTarget(DataType.UINT8, false);
    assertThat(RangeMethods.find("mean-minmax").solve(states, target, DEFAULTS))
        .isEqualTo(new Range(-2.5f, 3.5f));
    assertThatThrownBy(
            () -> RangeMethods.find("mean-minmax").solve(TensorStates.of(a), target, DEFAULTS))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("per-sample");
  }

  @Test
  void degenerateTensorsGiveSafeParametersWithEveryMethod() {
    float[][] cases = {
      {0f, 0f}, {3f, 3f, 3f}, {-2f}, {1e-42f}, {Float.MIN_NORMAL, 0f}, {3e38f, -3e38f}, {1e-30f}
    };
    for (float[] values : cases) {
      HistogramSketch sketch = HistogramSketch.of(values);
      TensorStates states = new TensorStates(sketch, PerSampleState.ofSample(sketch));
      for (String method : RangeMethods.names()) {
        for (boolean symmetric : new boolean[] {false, true}) {
          RangeTarget target = new RangeTarget(DataType.INT8, symmetric);
          Range range = RangeMethods.find(method).solve(states, target, DEFAULTS);
          QuantizationParameters parameters = target.parameters(range);
          assertThat(parameters.scale()).as(method).isPositive().isFinite();
          assertThat(parameters.represent(0f)).as(method).isZero();
        }
      }
    }
  }

  @Test
  void unknownNamesAndOptionsAreRefused() {
    assertThatThrownBy(() -> RangeMethods.find("entrpy"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("auto, minmax, percentile, entropy, mse, sqnr, mean-minmax");
    assertThatThrownBy(() -> DEFAULTS.withPercentile(0.999)).hasMessageContaining("99.999");
    assertThatThrownBy(() -> DEFAULTS.withEntropyBins(1)).hasMessageContaining("512");
  }
}
