package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.NarrowFloats.Rounding;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowFloatsTest {
  /** CRC-32 of the codes of all finite binary16 numbers, as ml_dtypes 0.6.0 rounds them. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT8E4M3FN, 4278838610",
    "FLOAT8E4M3FNUZ, 2707282972",
    "FLOAT8E5M2, 3280538465",
    "FLOAT8E5M2FNUZ, 4105363861",
    "FLOAT4E2M1, 180487232",
    "FLOAT6E2M3, 3294396101",
    "FLOAT6E3M2, 188132032"
  })
  void everyHalfRoundsAsTheReferenceDoes(DataType type, long expected) {
    CRC32 crc = new CRC32();
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = SmallFloats.fromHalf((short) bits);
      if (Float.isFinite(value)) {
        crc.update(NarrowFloats.encode(type, value, false));
      }
    }
    assertThat(crc.getValue()).isEqualTo(expected);
  }

  /** Number of NaN and sum of the finite magnitudes of all codes, from ml_dtypes 0.6.0. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT8E4M3FN, 256, 2, 10815.75",
    "FLOAT8E4M3FNUZ, 256, 1, 5887.875",
    "FLOAT8E5M2, 256, 6, 720895.9995117188",
    "FLOAT8E5M2FNUZ, 256, 1, 720895.9997558594",
    "FLOAT4E2M1, 16, 0, 36",
    "FLOAT6E2M3, 64, 0, 168",
    "FLOAT6E3M2, 64, 0, 350"
  })
  void everyCodeHasItsValueAndComesBack(DataType type, int codes, int nans, double expected) {
    double sum = 0;
    int found = 0;
    for (int code = 0; code < codes; code++) {
      float value = NarrowFloats.decode(type, code);
      if (Float.isNaN(value)) {
        found++;
      } else {
        sum += Float.isFinite(value) ? Math.abs(value) : 0;
        assertThat(NarrowFloats.encode(type, value, false)).isEqualTo(code);
      }
    }
    assertThat(found).isEqualTo(nans);
    assertThat(sum).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT8E4M3FN, 448, NaN, NaN",
    "FLOAT8E4M3FNUZ, 240, NaN, NaN",
    "FLOAT8E5M2, 57344, Infinity, -Infinity",
    "FLOAT8E5M2FNUZ, 57344, NaN, NaN",
    "FLOAT4E2M1, 6, 6, -6"
  })
  void whatIsTooLargeSaturatesOrDoesNot(DataType type, float largest, Float over, Float under) {
    for (double huge : new double[] {1e6, Double.POSITIVE_INFINITY}) {
      assertThat(rounded(type, huge, true)).isEqualTo(largest);
      assertThat(rounded(type, -huge, true)).isEqualTo(-largest);
      assertThat(rounded(type, huge, false)).isEqualTo(over);
      assertThat(rounded(type, -huge, false)).isEqualTo(under);
    }
  }

  private static float rounded(DataType type, double value, boolean saturate) {
    return NarrowFloats.decode(type, NarrowFloats.encode(type, value, saturate));
  }

  @Test
  void halfwayBeyondTheLargestRoundsDownAndMoreOverflows() {
    assertThat(rounded(DataType.FLOAT8E4M3FN, 464, false)).isEqualTo(448f);
    assertThat(rounded(DataType.FLOAT8E4M3FN, 464.1, false)).isNaN();
    assertThat(rounded(DataType.FLOAT8E5M2, 61439, false)).isEqualTo(57344f);
    assertThat(rounded(DataType.FLOAT8E5M2, 61440, false)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void nanAndNegativeZeroAreWhatTheFormatHas() {
    assertThat(rounded(DataType.FLOAT8E4M3FN, Double.NaN, true)).isNaN();
    assertThat(rounded(DataType.FLOAT8E5M2FNUZ, Double.NaN, true)).isNaN();
    assertThat(NarrowFloats.encode(DataType.FLOAT4E2M1, Double.NaN, true)).isEqualTo(8);
    assertThat(NarrowFloats.encode(DataType.FLOAT8E5M2, -0.0, true)).isEqualTo(0x80);
    assertThat(NarrowFloats.encode(DataType.FLOAT8E5M2FNUZ, -0.0, true)).isZero();
    assertThat(NarrowFloats.encode(DataType.FLOAT8E4M3FNUZ, -1e-9, true)).isZero();
  }

  /** The table of ONNX's Cast for FLOAT8E8M0. */
  @ParameterizedTest
  @CsvSource({
    "1.1, UP, 128",
    "1.1, DOWN, 127",
    "1.1, NEAREST, 127",
    "1.5, NEAREST, 128",
    "2, UP, 128",
    "0.124, UP, 124",
    "0, UP, 0",
    "1e-40, UP, 0",
    "7e-39, UP, 1",
    "Infinity, UP, 254",
    "3e38, UP, 254",
    "3e38, DOWN, 254",
    "NaN, DOWN, 255"
  })
  void scalesArePowersOfTwo(double value, Rounding rounding, int code) {
    assertThat(NarrowFloats.encodeScale(value, rounding, true)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"0", "1e-40", "Infinity", "3e38", "NaN"})
  void scalesOutOfRangeAreNanUnlessSaturated(double value) {
    assertThat(NarrowFloats.encodeScale(value, Rounding.NEAREST, false)).isEqualTo(255);
    assertThat(NarrowFloats.decode(DataType.FLOAT8E8M0, 255)).isNaN();
  }

  @Test
  void scaleCodesAreExponents() {
    assertThat(NarrowFloats.decode(DataType.FLOAT8E8M0, 0)).isEqualTo(0x1p-127f);
    assertThat(NarrowFloats.decode(DataType.FLOAT8E8M0, 128)).isEqualTo(2f);
    assertThat(NarrowFloats.decode(DataType.FLOAT8E8M0, 254)).isEqualTo(0x1p127f);
  }
}
