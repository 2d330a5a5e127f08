package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.BoundEstimator;
import dev.vernier.quantize.BoundStatistic;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.SampleAggregator;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every statistic and aggregator against the same of the raw values of every sample. */
class SampleEstimateTest {

  private static final int SAMPLES = 101;
  private static final int VALUES = 3000;
  private static final RangeTarget TARGET = new RangeTarget(DataType.UINT8, false);

  /** A statistic is within a bin, and the aggregator sees it within another. */
  private static final double BINS = 2.02 / 128;

  private static final List<float[]> RAW = raw();
  private static final TensorStates STATES = states(RAW);

  private static List<float[]> raw() {
    Random random = new Random(3);
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      double scale = Math.exp(random.nextGaussian());
      float[] values = new float[VALUES];
      for (int j = 0; j < VALUES; j++) {
        values[j] = (float) (scale * (random.nextGaussian() + 0.4));
      }
      samples.add(values);
    }
    return samples;
  }

  private static TensorStates states(List<float[]> samples) {
    HistogramSketch histogram = HistogramSketch.empty();
    PerSampleState perSample = PerSampleState.empty();
    for (float[] sample : samples) {
      HistogramSketch sketch = HistogramSketch.of(sample);
      histogram = histogram.merge(sketch);
      perSample = perSample.merge(PerSampleState.ofSample(sketch));
    }
    return new TensorStates(histogram, perSample);
  }

  private static Range solve(BoundEstimator low, BoundEstimator high) {
    MethodOptions options = MethodOptions.defaults().withEstimators(low, high);
    return RangeMethods.find("range-estimator").solve(STATES, TARGET, options);
  }

  @ParameterizedTest
  @EnumSource(BoundStatistic.class)
  void everyPairAgreesWithRawSamples(BoundStatistic statistic) {
    for (SampleAggregator aggregator : SampleAggregator.values()) {
      for (double probability : new double[] {0.01, 0.001, 0.0001, 0.00001}) {
        BoundEstimator estimator = new BoundEstimator(statistic, aggregator, probability, 0.05);
        double[] ofSamples = RAW.stream().mapToDouble(v -> statistic(v, estimator)).toArray();
        double expected = aggregate(ofSamples, estimator);
        double bound = new SampleEstimate("test", STATES.perSample()).high(estimator);
        assertThat(bound)
            .as("%s of %s, %s", aggregator, statistic, probability)
            .isCloseTo(expected, within(BINS * Math.abs(expected)));
      }
    }
  }

  private static double statistic(float[] values, BoundEstimator estimator) {
    double[] sorted = new double[values.length];
    boolean magnitudes = estimator.statistic().name().startsWith("ABS");
    for (int i = 0; i < values.length; i++) {
      sorted[i] = magnitudes ? Math.abs(values[i]) : values[i];
    }
    Arrays.sort(sorted);
    return switch (estimator.statistic()) {
      case MIN -> sorted[0];
      case MAX, ABS_MAX -> sorted[sorted.length - 1];
      case QUANTILE, ABS_QUANTILE -> quantile(sorted, 1 - estimator.outlierProbability());
    };
  }

  /** Linear between ranks, as numpy's. */
  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (rank - below);
  }

  private static double aggregate(double[] values, BoundEstimator estimator) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double least = quantile(sorted, estimator.outlierShare());
    double most = quantile(sorted, 1 - estimator.outlierShare());
    double[] kept = Arrays.stream(sorted).filter(v -> v >= least && v <= most).toArray();
    return switch (estimator.aggregator()) {
      case MIN -> sorted[0];
      case MAX -> sorted[sorted.length - 1];
      case MEAN -> Arrays.stream(sorted).average().orElseThrow();
      case MEDIAN -> quantile(sorted, 0.5);
      case MEAN_NO_OUTLIERS -> Arrays.stream(kept).average().orElseThrow();
      case MEDIAN_NO_OUTLIERS -> quantile(kept, 0.5);
      case HODGES_LEHMANN -> hodgesLehmann(sorted);
    };
  }

  private static double hodgesLehmann(double[] values) {
    List<Double> sums = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        sums.add(values[i] + values[j]);
      }
    }
    double[] sorted = sums.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return quantile(sorted, 0.5) / 2;
  }

  @Test
  void meansOfExtremesAreExact() {
    double low = RAW.stream().mapToDouble(v -> statistic(v, mean(BoundStatistic.MIN))).sum();
    double high = RAW.stream().mapToDouble(v -> statistic(v, mean(BoundStatistic.MAX))).sum();
    Range expected = new Range((float) (low / SAMPLES), (float) (high / SAMPLES));
    assertThat(named("mean-minmax", TARGET)).isEqualTo(expected);
    assertThat(solve(mean(BoundStatistic.MIN), mean(BoundStatistic.MAX))).isEqualTo(expected);
  }

  private static BoundEstimator mean(BoundStatistic statistic) {
    return BoundEstimator.mean(statistic);
  }

  private static Range named(String method, RangeTarget target) {
    return RangeMethods.find(method).solve(STATES, target, MethodOptions.defaults());
  }

  @Test
  void namedPairsAreTheirEstimators() {
    assertThat(named("mean-quantile", TARGET))
        .isEqualTo(named("removal-outlier", TARGET))
        .isEqualTo(solve(mean(BoundStatistic.QUANTILE), mean(BoundStatistic.QUANTILE)));
    BoundEstimator lower = BoundEstimator.of(BoundStatistic.MIN, SampleAggregator.MEDIAN);
    BoundEstimator upper = BoundEstimator.of(BoundStatistic.MAX, SampleAggregator.MEDIAN);
    assertThat(named("median-minmax", TARGET)).isEqualTo(solve(lower, upper));
  }

  @Test
  void symmetricQuantizersTakeMagnitudes() {
    Range range = named("mean-minmax", new RangeTarget(DataType.INT8, true));
    double expected =
        RAW.stream()
            .mapToDouble(v -> statistic(v, mean(BoundStatistic.ABS_MAX)))
            .average()
            .orElse(0);
    assertThat(range).isEqualTo(new Range((float) -expected, (float) expected));
  }

  @Test
  void oneSampleIsItsOwnAggregate() {
    TensorStates one = states(List.of(new float[] {-2f, 0.5f, 3f}));
    for (String method :
        List.of(
            "mean-minmax",
            "median-minmax",
            "hodges-lehmann-minmax",
            "mean-no-outliers-minmax",
            "median-no-outliers-minmax")) {
      assertThat(RangeMethods.find(method).solve(one, TARGET, MethodOptions.defaults()))
          .as(method)
          .isEqualTo(new Range(-2f, 3f));
    }
  }

  @Test
  void quantilesThatWereNotCollectedAreRefused() {
    BoundEstimator odd =
        new BoundEstimator(BoundStatistic.QUANTILE, SampleAggregator.MEAN, 0.005, 0.01);
    assertThatThrownBy(() -> solve(odd, odd))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("0.005")
        .hasMessageContaining("0.0001");
  }

  @Test
  void movingAverageWeighsFoldsInOrder() {
    List<HistogramSketch> folds =
        List.of(
            HistogramSketch.empty(),
            HistogramSketch.of(-1f, 4f),
            HistogramSketch.of(-3f, 2f),
            HistogramSketch.empty(),
            HistogramSketch.of(-1f, 8f));
    TensorStates states =
        new TensorStates(HistogramSketch.of(-3f, 8f), PerSampleState.empty(), folds);
    MethodOptions options = MethodOptions.defaults().withAveragingConstant(0.25);
    // -1 + (-3 + 1)/4 = -1.5, then -1.5 + 0.5/4; 4 - 2/4 = 3.5, then 3.5 + 4.5/4.
    assertThat(RangeMethods.find("moving-average").solve(states, TARGET, options))
        .isEqualTo(new Range(-1.375f, 4.625f));
  }
}
