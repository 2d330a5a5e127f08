package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramSketchTest {
  @Test
  void emptyAnswersNaN() {
    HistogramSketch empty = HistogramSketch.empty();
    assertThat(empty.count()).isZero();
    assertThat(empty.min()).isNaN();
    assertThat(empty.max()).isNaN();
    assertThat(empty.absMax()).isNaN();
    assertThat(empty.quantile(0.5)).isNaN();
    assertThat(empty.absQuantile(0.5)).isNaN();
    assertThat(empty.mean()).isNaN();
    assertThat(empty.variance()).isNaN();
    assertThat(empty.cdf(0)).isNaN();
    assertThat(empty.linearCounts(2, 0, 1)).containsExactly(0, 0);
    assertThat(empty.absolute()).isEqualTo(empty);
  }

  @Test
  void nonFiniteValuesAreCountedAndEnterNothingElse() {
    HistogramSketch sketch =
        HistogramSketch.of(
            Float.NaN,
            Float.intBitsToFloat(0x7F800001),
            Float.intBitsToFloat(0xFFFFFFFF),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            2,
            -1);
    assertThat(sketch.nanCount()).isEqualTo(3);
    assertThat(sketch.positiveInfinities()).isEqualTo(1);
    assertThat(sketch.negativeInfinities()).isEqualTo(2);
    assertThat(sketch.count()).isEqualTo(2);
    assertThat(sketch.min()).isEqualTo(-1);
    assertThat(sketch.max()).isEqualTo(2);
    assertThat(sketch.absolute().positiveInfinities()).isEqualTo(3);
  }

  @Test
  void zerosOfBothSignsAndWhatIsTooSmallAreOneZero() {
    HistogramSketch sketch = HistogramSketch.of(0f, -0f, 1e-44f, -1e-44f, Float.MIN_VALUE);
    assertThat(sketch.zeros()).isEqualTo(5);
    assertThat(sketch).isEqualTo(HistogramSketch.of(0, 0, 0, 0, 0));
    assertThat(Float.floatToRawIntBits(HistogramSketch.of(-0f).min())).isZero();
    assertThat(HistogramSketch.of(Float.intBitsToFloat(1 << 16)).zeros()).isZero();
  }

  @Test
  void pointMassAtAnEndDoesNotSmear() {
    HistogramSketch sketch = HistogramSketch.of(0, 1, 6, 6, 6, 6, 6, 6);
    assertThat(sketch.quantile(0.5)).isEqualTo(6);
    assertThat(sketch.cdf(5.99)).isEqualTo(0.25);
    assertThat(sketch.upper(sketch.binCount() - 1)).isEqualTo(6);
    assertThat(HistogramSketch.of(-1, -1, -1, 0.5f).quantile(0.4)).isEqualTo(-1);
  }

  @Test
  void extremesAreExactUpToTheLargestFloat() {
    HistogramSketch sketch = HistogramSketch.of(Float.MAX_VALUE, -Float.MAX_VALUE);
    assertThat(sketch.quantile(0)).isEqualTo(-Float.MAX_VALUE);
    assertThat(sketch.quantile(1)).isEqualTo(Float.MAX_VALUE);
    assertThat(sketch.absMax()).isEqualTo(Float.MAX_VALUE);
    assertThat(sketch.mean()).isZero();
  }

  @Test
  void magnitudesFoldTheSigns() {
    HistogramSketch sketch = HistogramSketch.of(-3, -2, -2, 0, 1, 2);
    assertThat(sketch.absolute()).isEqualTo(HistogramSketch.of(3, 2, 2, 0, 1, 2));
    assertThat(HistogramSketch.of(-3, -2).absolute()).isEqualTo(HistogramSketch.of(3, 2));
    assertThat(HistogramSketch.of(3, 2).absolute()).isEqualTo(HistogramSketch.of(3, 2));
    assertThat(sketch.absQuantile(1)).isEqualTo(3);
  }

  @Test
  void linearHistogramSharesBinsOutAndClosesTheLastBin() {
    HistogramSketch sketch = HistogramSketch.of(0, 0.5f, 1, 1, 1);
    assertThat(sketch.linearCounts(2, 0, 1)).containsExactly(new double[] {1, 4}, within(1e-9));
    assertThat(sketch.linearCounts(1, -10, 10)).containsExactly(new double[] {5}, within(1e-9));
    assertThat(sketch.linearCounts(1, 2, 2.5)).containsExactly(0);
    assertThatThrownBy(() -> sketch.linearCounts(4, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sketchesOfDifferentStridesDoNotMerge() {
    HistogramSketch every = HistogramSketch.of(1);
    HistogramSketch fourth =
        new HistogramSketch(new char[] {FloatBins.ZERO}, new long[] {1}, 0, 0, NonFinite.NONE, 4);
    assertThatThrownBy(() -> every.merge(fourth)).hasMessageContaining("every element 4");
    assertThat(fourth.merge(HistogramSketch.empty()).stride()).isEqualTo(4);
    assertThat(((HistogramSketch) StateFamily.decode(fourth.toBytes())).stride()).isEqualTo(4);
  }

  @Test
  void countsThatOverflowAreRefused() {
    HistogramSketch huge =
        new HistogramSketch(
            new char[] {FloatBins.ZERO}, new long[] {Long.MAX_VALUE}, 0, 0, NonFinite.NONE, 1);
    assertThatThrownBy(() -> huge.merge(huge)).isInstanceOf(ArithmeticException.class);
    assertThat(StateFamily.decode(huge.toBytes())).isEqualTo(huge);
  }

  @Test
  void wholeStateIsSmall() {
    byte[] bytes = HistogramSketch.of(Values.GAUSSIAN.draw(400_000, 1)).toBytes();
    assertThat(bytes.length).isLessThan(6_000);
    assertThat(HistogramSketch.of(Values.RELU_GAUSSIAN.draw(400_000, 1)).toBytes().length)
        .isLessThan(3_000);
  }
}
