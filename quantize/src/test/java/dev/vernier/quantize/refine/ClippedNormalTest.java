package dev.vernier.quantize.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClippedNormalTest {

  /** Against the integral of the activation times the density, by the trapezoid rule. */
  @ParameterizedTest
  @CsvSource({
    "0, Infinity, 0, 1, 2",
    "0, Infinity, 0, -3, 0.5",
    "0, Infinity, 0.1, -0.4, 1.5",
    "0, 6, 0, 5, 3",
    "0, 6, 0, 40, 2",
    "-1, 1, 0, 0.3, 0.7",
    "-Infinity, 0.5, 0, 0.2, 1",
    "-Infinity, Infinity, 0, -1.25, 4",
  })
  void isTheIntegralOverTheDensity(
      double low, double high, double below, double mean, double deviation) {
    double expected = 0;
    double step = 1e-4;
    for (double z = -12; z <= 12; z += step) {
      double x = mean + deviation * z;
      double y = x > high ? high : x >= low ? x : low + below * (x - low);
      expected += step * y * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    }
    assertThat(new ClippedNormal(low, high, below).mean(mean, deviation))
        .isCloseTo(expected, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"7, 6", "-2, -0.2", "3, 3"})
  void aConstantIsClippedAsItIs(double value, double clipped) {
    assertThat(new ClippedNormal(0, 6, 0.1).mean(value, 0)).isEqualTo(clipped);
  }

  /** Values of the standard normal distribution, by erfc of the C library. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.8413447460685429",
    "-1.5, 0.06680720126885809",
    "4, 0.9999683287581669",
    "-6, 9.865876450377012e-10",
    "9, 1",
  })
  void distributionIsThatOfTheStandardNormal(double x, double expected) {
    assertThat(ClippedNormal.distribution(x)).isCloseTo(expected, within(1e-14));
  }
}
