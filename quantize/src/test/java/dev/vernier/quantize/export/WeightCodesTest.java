package dev.vernier.quantize.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightRange;
import java.util.Arrays;
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
  void theLeastSquaredErrorIsFoundAmongAllNarrowings() {
    Random random = new Random(9);
    float[] values = new float[6 * 200];
    for (int i = 0; i < values.length; i++) {
      double tail = i / 200 % 2 == 0 ? 1 : 1 / (0.1 + Math.abs(random.nextGaussian()));
      values[i] = (float) (random.nextGaussian() * tail + (i / 200 > 3 ? 1 : 0));
    }
    for (int bits : new int[] {2, 4, 8}) {
      for (boolean symmetric : new boolean[] {true, false}) {
        WeightFormat whole = FULL.withBits(bits).withSymmetric(symmetric);
        TensorData weight = weight(new long[] {6, 200}, values);
        WeightCodes found = WeightCodes.of(weight, 0, whole.withRange(WeightRange.MSE), null, 0);
        for (int row = 0; row < 6; row++) {
          float[] channel = Arrays.copyOfRange(values, 200 * row, 200 * row + 200);
          double least = Double.POSITIVE_INFINITY;
          for (int k = 20; k < 100; k++) {
            least = Math.min(least, error(channel, (k + 1) / 100.0, whole));
          }
          double error = error(channel, found.scales()[row], found.zeroPoints()[row], whole);
          assertThat(error).isCloseTo(least, within(1e-5 * least));
        }
      }
    }
  }

  /** Squared error of a channel with both bounds times a factor, all in double. */
  private static double error(float[] channel, double factor, WeightFormat format) {
    double low = 0;
    double high = 0;
    for (float value : channel) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    IntegerRange codes = format.codes();
    double scale =
        format.symmetric()
            ? Math.max(-low, high) * factor / codes.max()
            : (high - low) * factor / (codes.max() - codes.min());
    double zero = format.symmetric() ? 0 : Math.rint(codes.min() - low * factor / scale);
    return error(channel, scale, zero, format);
  }

  private static double error(float[] channel, double scale, double zero, WeightFormat format) {
    IntegerRange codes = format.codes();
    double sum = 0;
    for (float value : channel) {
      double code = Math.max(codes.min(), Math.min(codes.max(), Math.rint(value / scale) + zero));
      double difference = value - scale * (code - zero);
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void anOutlierIsClippedWhereThatMakesLessErrorAndNothingElse() {
    float[] even = {-7, -5, -2, 0, 1, 3, 4, 6, 7, 2};
    float[] spiked = new float[1000];
    for (int i = 0; i < spiked.length; i++) {
      spiked[i] = (i % 15 - 7) / 7f;
    }
    spiked[0] = 1.7f;
    WeightFormat four = FULL.withBits(4).withRange(WeightRange.MSE);
    WeightCodes kept = WeightCodes.of(weight(new long[] {1, 10}, even), 0, four, null, 0);
    assertThat(kept.scales()).containsExactly(1f);
    WeightCodes clipped = WeightCodes.of(weight(new long[] {1, 1000}, spiked), 0, four, null, 0);
    assertThat(clipped.scales()[0]).isCloseTo(1 / 7f, within(0.002f));
    assertThat(clipped.codes()[0]).isEqualTo((byte) 7);
    WeightCodes power =
        WeightCodes.of(weight(new long[] {1, 1000}, spiked), 0, four.withPowerOfTwo(true), null, 0);
    assertThat(power.scales()).containsExactly(0.125f);
    assertThat(four.text()).isEqualTo("INT4 per channel by mse");
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
