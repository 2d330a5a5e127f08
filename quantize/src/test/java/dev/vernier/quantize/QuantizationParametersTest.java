package dev.vernier.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizationParametersTest {

  @Test
  void scaleAndZeroPointAreThoseOfTheFormulas() {
    assertThat(QuantizationParameters.of(new Range(-1, 3), DataType.UINT8, false))
        .isEqualTo(new QuantizationParameters(4f / 255, 64, DataType.UINT8));
    assertThat(QuantizationParameters.of(new Range(-1, 3), DataType.INT8, false))
        .isEqualTo(new QuantizationParameters(4f / 255, -64, DataType.INT8));
    assertThat(QuantizationParameters.of(new Range(-1, 3), DataType.INT8, true))
        .isEqualTo(new QuantizationParameters(6f / 254, 0, DataType.INT8));
    assertThat(QuantizationParameters.of(new Range(-1, 3), DataType.UINT8, true))
        .isEqualTo(new QuantizationParameters(6f / 255, 128, DataType.UINT8));
  }

  @Test
  void rangesAreExtendedToZero() {
    assertThat(QuantizationParameters.of(new Range(2, 4), DataType.UINT8, false))
        .isEqualTo(new QuantizationParameters(4f / 255, 0, DataType.UINT8));
    assertThat(QuantizationParameters.of(new Range(-4, -2), DataType.UINT8, false))
        .isEqualTo(new QuantizationParameters(4f / 255, 255, DataType.UINT8));
  }

  @Test
  void rangesWithoutWidthGetScaleOne() {
    for (Range range : new Range[] {Range.ZERO, new Range(0, 1e-38f), new Range(-1e-40f, 0)}) {
      for (boolean symmetric : new boolean[] {true, false}) {
        assertThat(QuantizationParameters.of(range, DataType.INT8, symmetric))
            .isEqualTo(new QuantizationParameters(1f, 0, DataType.INT8));
      }
    }
  }

  @Test
  void zeroIsExactAndTheRangeIsCoveredWithinHalfAStep() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      float a = (float) (random.nextGaussian() * StrictMath.exp(random.nextGaussian() * 8));
      float b = (float) (random.nextGaussian() * StrictMath.exp(random.nextGaussian() * 8));
      Range range = new Range(Math.min(a, b), Math.max(a, b));
      DataType type = random.nextBoolean() ? DataType.UINT8 : DataType.INT8;
      QuantizationParameters p = QuantizationParameters.of(range, type, false);
      assertThat(p.represent(0f)).isZero();
      Range covered = range.includingZero();
      double slack = p.scale() * 0.5001;
      assertThat((double) p.low()).isLessThanOrEqualTo(covered.min() + slack);
      assertThat((double) p.high()).isGreaterThanOrEqualTo(covered.max() - slack);
      float inside = covered.min() + (covered.max() - covered.min()) * random.nextFloat();
      assertThat((double) p.represent(inside)).isCloseTo(inside, within(slack * 1.01));
    }
  }

  @Test
  void valuesRoundToEvenAndSaturate() {
    QuantizationParameters p = new QuantizationParameters(1f, 10, DataType.UINT8);
    assertThat(p.quantize(0.5f)).isEqualTo(10);
    assertThat(p.quantize(1.5f)).isEqualTo(12);
    assertThat(p.quantize(1e9f)).isEqualTo(255);
    assertThat(p.quantize(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(p.quantize(Float.NaN)).isEqualTo(10);
  }

  private static QuantizationParameters of(Range range, ActivationFormat format) {
    return format.parameters(range);
  }

  @Test
  void sixteenBitsHaveTheirCodes() {
    ActivationFormat unsigned = new ActivationFormat(DataType.UINT16, Symmetry.ASYMMETRIC);
    assertThat(of(new Range(-1, 3), unsigned))
        .isEqualTo(new QuantizationParameters(4f / 65535, 16384, DataType.UINT16));
    ActivationFormat signed = new ActivationFormat(DataType.INT16, Symmetry.SYMMETRIC);
    assertThat(of(new Range(-1, 3), signed))
        .isEqualTo(new QuantizationParameters(3f / 32767, 0, DataType.INT16));
    assertThat(of(new Range(-1, 3), unsigned.withSymmetry(Symmetry.SYMMETRIC)))
        .isEqualTo(new QuantizationParameters(6f / 65535, 32768, DataType.UINT16));
  }

  @Test
  void aRestrictedZeroPointIsTheLowestCodeOrTheMiddle() {
    ActivationFormat format = new ActivationFormat(DataType.UINT8, Symmetry.RESTRICTED_ASYMMETRIC);
    assertThat(of(new Range(1, 3), format))
        .isEqualTo(new QuantizationParameters(3f / 255, 0, DataType.UINT8));
    assertThat(of(new Range(-1, 3), format))
        .isEqualTo(new QuantizationParameters(3f / 127, 128, DataType.UINT8));
    assertThat(of(new Range(-3, 1), format))
        .isEqualTo(new QuantizationParameters(3f / 128, 128, DataType.UINT8));
    ActivationFormat signed = format.withType(DataType.INT8);
    assertThat(of(new Range(0, 3), signed).zeroPoint()).isEqualTo(-128);
    assertThat(of(new Range(-4, 0), signed))
        .isEqualTo(new QuantizationParameters(4f / 128, 0, DataType.INT8));
  }

  @Test
  void aScaleGrowsToTheNextPowerOfTwo() {
    ActivationFormat format =
        new ActivationFormat(DataType.UINT8, Symmetry.ASYMMETRIC).withPowerOfTwo(true);
    assertThat(of(new Range(-1, 3), format))
        .isEqualTo(new QuantizationParameters(1f / 32, 32, DataType.UINT8));
    assertThat(of(new Range(0, 255), format).scale()).isEqualTo(1f);
    assertThat(of(new Range(0, 255.001f), format).scale()).isEqualTo(2f);
    assertThat(of(new Range(0, 0), format).scale()).isEqualTo(1f);
  }

  @Test
  void unsupportedTypesAreNamed() {
    assertThatThrownBy(() -> new ActivationFormat(DataType.INT32, Symmetry.SYMMETRIC))
        .hasMessageContaining("INT16")
        .hasMessageContaining("UINT16 or INT16");
    assertThatThrownBy(() -> ModelType.of("rnn"))
        .hasMessageContaining("auto, cnn, transformer, detector");
    assertThatThrownBy(
            () ->
                new IgnoredScope(java.util.List.of(), java.util.List.of("("), java.util.List.of()))
        .hasMessageContaining("(");
    assertThatThrownBy(() -> new Range(Float.NaN, 1)).hasMessageContaining("NaN");
  }
}
