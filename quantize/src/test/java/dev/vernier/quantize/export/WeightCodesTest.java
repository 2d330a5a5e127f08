package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.WeightFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightCodesTest {

  private static final WeightFormat FULL =
      WeightFormat.of(DataType.INT8, WeightFormat.Granularity.PER_CHANNEL);

  private static TensorData weight(long[] dims, float... values) {
    return TensorData.ofFloats("w", dims, values);
  }

  @Test
  void eachChannelHasItsScaleOnAnyAxis() {
    float[] values = {1, -2, 4, 0.5f, 8, -16};
    WeightCodes rows = WeightCodes.of(weight(new long[] {2, 3}, values), 0, FULL, null, 0);
    assertThat(rows.scales()).containsExactly(4f / 127, 16f / 127);
    assertThat(rows.codes()).containsExactly(32, -64, 127, 4, 64, -127);
    WeightCodes columns = WeightCodes.of(weight(new long[] {2, 3}, values), 1, FULL, null, 0);
    assertThat(columns.scales()).containsExactly(1f / 127, 8f / 127, 16f / 127);
    assertThat(columns.codes()).containsExactly(127, -32, 32, 64, 127, -127);
    WeightCodes one = WeightCodes.of(weight(new long[] {2, 3}, values), -1, FULL, null, 0);
    assertThat(one.scales()).containsExactly(16f / 127);
  }

  @Test
  void codesAreWithinHalfAStepAndNeverTheLowestCode() {
    Random random = new Random(4);
    float[] values = new float[4 * 25];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i % 7);
    }
    for (boolean reduced : new boolean[] {false, true}) {
      WeightFormat format = FULL.withReduced(reduced);
      IntegerRange range = format.codes();
      assertThat(range.max()).isEqualTo(reduced ? 64 : 127);
      WeightCodes codes = WeightCodes.of(weight(new long[] {4, 25}, values), 0, format, null, 0);
      for (int i = 0; i < values.length; i++) {
        float scale = codes.scales()[i / 25];
        assertThat(codes.codes()[i] * scale).isCloseTo(values[i], within(scale * 0.5001f));
        assertThat((int) codes.codes()[i]).isBetween(range.min(), range.max());
      }
    }
  }

  @Test
  void emptyChannelsTakeTheLargestScale() {
    WeightCodes codes = WeightCodes.of(weight(new long[] {3, 1}, 0f, 2f, 1e-40f), 0, FULL, null, 0);
    assertThat(codes.scales()).containsExactly(2f / 127, 2f / 127, 2f / 127);
    WeightCodes zeros = WeightCodes.of(weight(new long[] {2}, 0f, 0f), -1, FULL, null, 0);
    assertThat(zeros.scales()).containsExactly(1f);
  }

  @Test
  void scalesGrowUntilTheBiasFits() {
    float[] bias = {1e6f, 1e-4f};
    TensorData w = weight(new long[] {2, 1}, 1e-6f, 1e-6f);
    WeightCodes codes = WeightCodes.of(w, 0, FULL, bias, 1e-4f);
    WeightCodes free = WeightCodes.of(w, 0, FULL, null, 0f);
    assertThat(codes.scales()[0]).isGreaterThan(free.scales()[0]);
    assertThat(codes.scales()[1]).isEqualTo(free.scales()[1]);
    int[] integers = codes.biasCodes(bias, 1e-4f);
    for (int i = 0; i < 2; i++) {
      assertThat(Math.abs((double) integers[i])).isLessThanOrEqualTo(2147483647 / 1.00005);
      assertThat(integers[i] * (double) codes.biasScales(1e-4f)[i])
          .isCloseTo(bias[i], within(bias[i] * 1e-5));
    }
  }

  @Test
  void blocksAlongEitherAxisHaveTheirScales() {
    float[] values = {1, -2, 4, 8, 3, -1, 0.5f, 2, 16, 0};
    WeightFormat pairs = WeightFormat.of(DataType.INT8, WeightFormat.Granularity.blocks(2));
    WeightCodes rows = WeightCodes.of(weight(new long[] {2, 5}, values), 1, pairs, null, 0);
    assertThat(rows.grid().scaleDims()).containsExactly(2, 3);
    assertThat(rows.scales())
        .containsExactly(2f / 127, 8f / 127, 3f / 127, 1f / 127, 16f / 127, 16f / 127);
    assertThat(rows.codes()).containsExactly(64, -127, 64, 127, 127, -127, 64, 16, 127, 0);
    WeightCodes columns = WeightCodes.of(weight(new long[] {5, 2}, values), 0, pairs, null, 0);
    assertThat(columns.grid().scaleDims()).containsExactly(3, 2);
    assertThat(columns.scales())
        .containsExactly(4f / 127, 8f / 127, 3f / 127, 2f / 127, 16f / 127, 16f / 127);
    assertThat(columns.codes()).containsExactly(32, -32, 127, 127, 127, -64, 21, 127, 127, 0);
  }

  @Test
  void asymmetricCodesSpanTheChannelAndKeepZero() {
    WeightFormat format =
        WeightFormat.of(DataType.UINT4, WeightFormat.Granularity.PER_CHANNEL).withSymmetric(false);
    float[] values = {-1, 0, 14, 3, 0, 30};
    WeightCodes codes = WeightCodes.of(weight(new long[] {2, 3}, values), 0, format, null, 0);
    assertThat(codes.scales()).containsExactly(1, 2);
    assertThat(codes.zeroPoints()).containsExactly(1, 0);
    assertThat(codes.codes()).containsExactly(0, 1, 15, 2, 0, 15);
    TensorData packed = codes.codes("q", new long[] {2, 3});
    assertThat(packed.longs()).containsExactly(0, 1, 15, 2, 0, 15);
    assertThat(packed.byteSize()).isEqualTo(3);
  }

  @Test
  void weightsThatAreNotNumbersAreNamed() {
    assertThatThrownBy(() -> WeightCodes.of(weight(new long[] {1}, Float.NaN), -1, FULL, null, 0))
        .hasMessageContaining("'w'");
  }
}
