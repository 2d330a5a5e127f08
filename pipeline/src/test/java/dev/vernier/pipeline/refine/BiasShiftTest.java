package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Tensor;
import org.junit.jupiter.api.Test;

class BiasShiftTest {
  private static final PassBand ALL =
      new PassBand(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0);
  private static final PassBand RELU = new PassBand(0, Float.POSITIVE_INFINITY, 0);

  private static Tensor channels(float... values) {
    return Tensor.of(values, 1, 2, values.length / 2);
  }

  @Test
  void isTheMeanDifferenceWhereSamplesAgree() {
    BiasShift shift = new BiasShift(2, ALL, 1);
    shift.put(0, channels(1, 2, 5, 5), channels(0, 1, 5, 5));
    shift.put(1, channels(4, 4, 7, 7), channels(2, 4, 7, 7));
    assertThat(shift.shifts()).containsExactly(1, 0);
  }

  @Test
  void shrinksByItsOwnVariance() {
    BiasShift shift = new BiasShift(2, ALL, 1);
    shift.put(0, channels(3, 0), channels(0, 0));
    shift.put(1, channels(1, 0), channels(0, 0));
    // Differences 3 and 1: mean 2, variance of the mean ((1 + 1) / 1) / 2 = 1.
    assertThat(shift.shifts()[0]).isCloseTo(2 * 4 / 5.0, within(1e-12));
  }

  @Test
  void countsOnlyWhatTheActivationLetsThrough() {
    BiasShift shift = new BiasShift(1, RELU, 1);
    // -1 for -9 is nothing after Relu; 2 for 1 is 1; 1 for -1 is 1 of a difference of 2.
    shift.put(0, channels(-9, 2, 1, 3, 0, 0), channels(-1, 1, -1, 3, 0, 0));
    assertThat(shift.shifts()[0]).isCloseTo((1 + 1) / (1 + 0.5), within(1e-12));
  }

  @Test
  void channelsAreAxisOneOfEveryRow() {
    BiasShift shift = new BiasShift(1, ALL, 1);
    Tensor exact = Tensor.of(new float[] {1, 10, 3, 30}, 2, 2);
    shift.put(0, exact, Tensor.of(new float[4], 2, 2));
    assertThat(shift.shifts()).containsExactly(2, 20);
  }

  @Test
  void channelsMayBeTheLastAxis() {
    BiasShift shift = new BiasShift(1, ALL, -1);
    Tensor exact = Tensor.of(new float[] {1, 10, 3, 30}, 1, 2, 2);
    shift.put(0, exact, Tensor.of(new float[4], 1, 2, 2));
    assertThat(shift.shifts()).containsExactly(2, 20);
  }

  @Test
  void leavesWhatIsNotFinite() {
    BiasShift shift = new BiasShift(1, ALL, 1);
    shift.put(0, channels(Float.NaN, 1, 1, 1), channels(0, 0, 0, 0));
    assertThat(shift.shifts()).containsExactly(0, 1);
  }
}
