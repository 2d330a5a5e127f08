package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sketch answers against the same question put to the raw data. */
class SketchAccuracyTest {
  private static final int SIZE = 1_000_000;
  private static final int SEARCH_SIZE = 200_000;
  private static final int POINTS = 8;

  @ParameterizedTest
  @EnumSource
  void quantilesOfBothKinds(Values distribution) {
    float[] values = distribution.draw(SIZE, 1);
    HistogramSketch sketch = HistogramSketch.of(values);
    float[] absolute = values.clone();
    for (int i = 0; i < SIZE; i++) {
      absolute[i] = Math.abs(absolute[i]);
    }
    Arrays.sort(values);
    Arrays.sort(absolute);
    for (double q : new double[] {0.0001, 0.001, 0.01, 0.99, 0.999, 0.9999, 0.99999}) {
      check(sketch.quantile(q), raw(values, q), q);
      check(sketch.absQuantile(q), raw(absolute, q), q);
    }
    assertThat(sketch.quantile(0)).isEqualTo(values[0]);
    assertThat(sketch.quantile(1)).isEqualTo(values[SIZE - 1]);
    assertThat(sketch.absQuantile(1)).isEqualTo(absolute[SIZE - 1]);
  }

  /** In the bulk ranks pin the value down; at the far tail a bin of 2^-7 holds few values. */
  private static void check(double actual, double expected, double q) {
    double bound = q >= 0.001 && q <= 0.999 ? 1.5e-3 : 4e-3;
    assertThat(actual).as("quantile %s", q).isCloseTo(expected, within(bound * Math.abs(expected)));
  }

  private static double raw(float[] sorted, double q) {
    double rank = q * (sorted.length - 1);
    int floor = (int) rank;
    double low = sorted[floor];
    return floor + 1 == sorted.length ? low : low + (sorted[floor + 1] - low) * (rank - floor);
  }

  @ParameterizedTest
  @EnumSource
  void meanAndVariance(Values distribution) {
    float[] values = distribution.draw(SIZE, 2);
    HistogramSketch sketch = HistogramSketch.of(values);
    double mean = mean(values);
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean) / SIZE;
    }
    assertThat(sketch.mean()).isCloseTo(mean, within(2e-5 * Math.sqrt(variance)));
    assertThat(sketch.variance()).isCloseTo(variance, within(1e-4 * variance));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @ParameterizedTest
  @EnumSource
  void linearHistogram(Values distribution) {
    float[] values = distribution.draw(SIZE, 3);
    HistogramSketch absolute = HistogramSketch.of(values).absolute();
    double limit = absolute.max();
    double[] expected = new double[2048];
    for (float value : values) {
      expected[Math.min(2047, (int) (Math.abs(value) / limit * 2048))]++;
    }
    double[] actual = absolute.linearCounts(2048, 0, limit);
    double moved = 0;
    for (int i = 0; i < 2048; i++) {
      moved += Math.abs(actual[i] - expected[i]) / 2;
    }
    assertThat(Arrays.stream(actual).sum()).isCloseTo(SIZE, within(1e-3));
    // Rebinning moves about as many values as chance does between two draws of the data.
    assertThat(moved / SIZE).isLessThan(0.02);
  }

  @ParameterizedTest
  @EnumSource
  void cumulativeShare(Values distribution) {
    float[] values = distribution.draw(SIZE, 4);
    HistogramSketch sketch = HistogramSketch.of(values);
    for (double x : new double[] {-2.503, -0.31, 0, 0.777, 1.9, 5.997}) {
      long atMost = 0;
      for (float value : values) {
        atMost += value <= x ? 1 : 0;
      }
      assertThat(sketch.cdf(x)).isCloseTo((double) atMost / SIZE, within(3e-4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bestSymmetricRangeBySquaredError(Values distribution) {
    float[] values = distribution.draw(SEARCH_SIZE, 5);
    HistogramSketch sketch = HistogramSketch.of(values);
    double bestRaw = Double.MAX_VALUE;
    double bestSketch = Double.MAX_VALUE;
    double rawOfChosen = 0;
    int chosen = 0;
    int wanted = 0;
    for (int step = 20; step <= 120; step++) {
      AffineGrid grid = new AffineGrid(step / 120.0 * sketch.absMax() / 127, 0, -128, 127);
      double raw = squaredError(values, grid);
      double estimate = sketch.squaredError(grid, POINTS);
      if (raw < bestRaw) {
        bestRaw = raw;
        wanted = step;
      }
      if (estimate < bestSketch) {
        bestSketch = estimate;
        chosen = step;
        rawOfChosen = raw;
      }
    }
    assertThat(chosen).isBetween(wanted - 1, wanted + 1);
    assertThat(rawOfChosen / bestRaw).isLessThan(1.002);
    assertThat(bestSketch / bestRaw).isCloseTo(1, within(0.03));
  }

  @ParameterizedTest
  @EnumSource
  void powerErrorOfAnAsymmetricGrid(Values distribution) {
    float[] values = distribution.draw(SEARCH_SIZE, 6);
    HistogramSketch sketch = HistogramSketch.of(values);
    double width = sketch.quantile(0.9999) - sketch.quantile(0.0001);
    AffineGrid grid = new AffineGrid(width / 255, 100, 0, 255);
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(Math.abs(value - grid.restore(value)), 2.4);
    }
    assertThat(sketch.powerError(grid, 2.4, POINTS) / sum).isCloseTo(1, within(0.03));
    assertThat(sketch.powerError(grid, 2, POINTS))
        .isCloseTo(sketch.squaredError(grid, POINTS), within(1e-6 * sum));
  }

  private static double squaredError(float[] values, AffineGrid grid) {
    double sum = 0;
    for (float value : values) {
      double difference = value - grid.restore(value);
      sum += difference * difference;
    }
    return sum;
  }
}
