package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallFloatsTest {
  /** Binary16 by its definition, in doubles. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 31;
    int mantissa = bits & 1023;
    double sign = bits >> 15 == 0 ? 1 : -1;
    if (exponent == 31) {
      return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * mantissa * StrictMath.pow(2, -24)
        : sign * (1 + mantissa / 1024.0) * StrictMath.pow(2, exponent - 15);
  }

  @Test
  void everyHalfWidensExactlyAndComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = SmallFloats.fromHalf((short) bits);
      assertThat(Double.compare(value, half(bits))).as("%04x", bits).isZero();
      if (!Float.isNaN(value)) {
        assertThat(SmallFloats.toHalf(value)).isEqualTo((short) bits);
      }
    }
    assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(Float.NaN))).isNaN();
  }

  @Test
  void narrowingRoundsToNearestEven() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Math.abs(value) >= 65520 || Float.isNaN(value)) {
        value = (float) (random.nextGaussian() * StrictMath.pow(2, random.nextInt(40) - 28));
      }
      int got = SmallFloats.toHalf(value) & 0xffff;
      double error = Math.abs(half(got) - value);
      for (int other : new int[] {got - 1, got + 1}) {
        if ((other & 0x7fff) < 0x7c00 && other >= 0 && other >> 15 == got >> 15) {
          double away = Math.abs(half(other) - value);
          assertThat(error < away || error == away && (got & 1) == 0)
              .as("%s -> %04x", value, got)
              .isTrue();
        }
      }
    }
    assertThat(SmallFloats.toHalf(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(SmallFloats.toHalf(65520f)).isEqualTo((short) 0x7c00);
  }

  @Test
  void bfloat16RoundsToNearestEven() {
    assertThat(SmallFloats.toBfloat16(1f)).isEqualTo((short) 0x3f80);
    assertThat(SmallFloats.toBfloat16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
    assertThat(SmallFloats.toBfloat16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
    assertThat(SmallFloats.toBfloat16(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
    assertThat(SmallFloats.fromBfloat16(SmallFloats.toBfloat16(Float.NaN))).isNaN();
  }
}
