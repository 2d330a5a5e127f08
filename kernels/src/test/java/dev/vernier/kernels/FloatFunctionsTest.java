package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Stated largest errors, over a dense sweep of floats, against StrictMath in double precision. */
class FloatFunctionsTest {
  private interface FloatFunction {
    float of(float x);
  }

  @Test
  void expWithinOneUlp() {
    assertThat(worst(FloatFunctions::exp, StrictMath::exp, -103f, 88.72f)).isLessThan(1.0);
  }

  @Test
  void logWithinOneUlp() {
    assertThat(worst(FloatFunctions::log, StrictMath::log, 1e-44f, 3e38f)).isLessThan(1.0);
    assertThat(worst(FloatFunctions::log, StrictMath::log, 0.5f, 2f)).isLessThan(1.0);
  }

  @Test
  void tanhWithinFiveUlp() {
    assertThat(worst(FloatFunctions::tanh, StrictMath::tanh, -12f, 12f)).isLessThan(5.0);
  }

  @Test
  void sigmoidWithinThreeUlp() {
    DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
    assertThat(worst(FloatFunctions::sigmoid, exact, -87f, 20f)).isLessThan(3.0);
  }

  @Test
  void erfWithinSixUlp() {
    assertThat(worst(FloatFunctions::erf, FloatFunctionsTest::erf, -5f, 5f)).isLessThan(6.0);
  }

  /** The series of Maclaurin with all terms, in double: good to 1e-12 up to 5. */
  private static double erf(double x) {
    if (Math.abs(x) > 3) {
      return StrictMath.signum(x) * (1 - erfcFraction(Math.abs(x)));
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return sum * 2 / StrictMath.sqrt(StrictMath.PI);
  }

  /** Continued fraction of the complementary error function, for x above 3. */
  private static double erfcFraction(double x) {
    double f = x;
    for (int n = 120; n > 0; n--) {
      f = x + n / 2.0 / f;
    }
    return StrictMath.exp(-x * x) / (f * StrictMath.sqrt(StrictMath.PI));
  }

  /** Largest error in units of the last place of the exact result over 400,000 floats. */
  private static double worst(FloatFunction f, DoubleUnaryOperator exact, float low, float high) {
    int steps = 200_000;
    double worst = 0;
    for (int i = 0; i <= steps; i++) {
      float linear = (float) (low + ((double) high - low) * i / steps);
      int from = Ordered.encode(low);
      int to = Ordered.encode(high);
      float byBits = Ordered.decode((int) (from + ((long) to - from) * i / steps));
      worst = Math.max(worst, error(f, exact, linear));
      worst = Math.max(worst, error(f, exact, byBits));
    }
    return worst;
  }

  private static double error(FloatFunction f, DoubleUnaryOperator exact, float x) {
    double truth = exact.applyAsDouble(x);
    return Math.abs(f.of(x) - truth) / Math.ulp((float) truth);
  }

  @Test
  void expAtTheEdges() {
    assertThat(FloatFunctions.exp(0f)).isEqualTo(1f);
    assertThat(FloatFunctions.exp(-0f)).isEqualTo(1f);
    assertThat(FloatFunctions.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(FloatFunctions.exp(Float.POSITIVE_INFINITY)).isInfinite();
    assertThat(FloatFunctions.exp(88.73f)).isInfinite();
    assertThat(FloatFunctions.exp(-104.5f)).isZero();
    assertThat(FloatFunctions.exp(Float.NaN)).isNaN();
  }

  @Test
  void logAtTheEdges() {
    assertThat(FloatFunctions.log(1f)).isZero();
    assertThat(FloatFunctions.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(FloatFunctions.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(FloatFunctions.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatFunctions.log(-1f)).isNaN();
    assertThat(FloatFunctions.log(Float.NaN)).isNaN();
  }

  @Test
  void oddFunctionsKeepTheSignOfZero() {
    assertThat(Float.floatToRawIntBits(FloatFunctions.tanh(-0f))).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(FloatFunctions.erf(-0f))).isEqualTo(0x80000000);
    assertThat(FloatFunctions.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(FloatFunctions.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(FloatFunctions.tanh(Float.NaN)).isNaN();
    assertThat(FloatFunctions.erf(Float.NaN)).isNaN();
  }

  @Test
  void sigmoidAtTheEdges() {
    assertThat(FloatFunctions.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(FloatFunctions.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(FloatFunctions.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(FloatFunctions.sigmoid(Float.NaN)).isNaN();
  }
}
