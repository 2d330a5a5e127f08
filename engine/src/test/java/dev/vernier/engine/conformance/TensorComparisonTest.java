package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import org.junit.jupiter.api.Test;

class TensorComparisonTest {
  @Test
  void sharesAreOfTheLargestMagnitude() {
    TensorComparison comparison = new TensorComparison(Tolerance.relative(0.01f));
    Tensor expected = Tensor.of(new float[] {100, 0, Float.POSITIVE_INFINITY}, 3);
    assertThat(comparison.difference(expected, floats(100, 0.9f, Float.POSITIVE_INFINITY)))
        .isNull();
    assertThat(comparison.difference(expected, floats(100, 1.1f, Float.POSITIVE_INFINITY)))
        .startsWith("element 1");
    assertThat(comparison.difference(expected, floats(100, 0, Float.MAX_VALUE)))
        .startsWith("element 2");
  }

  @Test
  void codesMayBeAStepOffAndFloatsBehindThemOneOf255() {
    TensorComparison comparison = new TensorComparison(Tolerance.absolute(1));
    Tensor codes = Tensor.of(new int[] {7}, 1);
    assertThat(comparison.difference(codes, Tensor.of(new int[] {8}, 1))).isNull();
    assertThat(comparison.difference(codes, Tensor.of(new int[] {9}, 1))).isNotNull();
    Tensor numbers = Tensor.of(new float[] {255}, 1);
    assertThat(comparison.difference(numbers, Tensor.of(new float[] {256}, 1))).isNull();
    assertThat(comparison.difference(numbers, Tensor.of(new float[] {256.1f}, 1))).isNotNull();
  }

  @Test
  void notANumberEqualsNotANumberOnly() {
    TensorComparison comparison = new TensorComparison(Tolerance.relative(1));
    Tensor nan = Tensor.of(new float[] {Float.NaN}, 1);
    assertThat(comparison.difference(nan, nan)).isNull();
    assertThat(comparison.difference(nan, Tensor.of(new float[] {0}, 1))).isNotNull();
    assertThat(comparison.difference(Tensor.of(new float[] {0}, 1), nan)).isNotNull();
  }

  @Test
  void randomNumbersAgreeInTypeAndShape() {
    TensorComparison comparison = new TensorComparison(Tolerance.exact(), false);
    assertThat(comparison.difference(floats(1, 2), floats(3, 4))).isNull();
    assertThat(comparison.difference(floats(1, 2), floats(1))).isNotNull();
  }

  private static Tensor floats(float... values) {
    return Tensor.of(values, values.length);
  }
}
