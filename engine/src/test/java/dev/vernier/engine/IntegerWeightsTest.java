package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntegerWeightsTest {
  private static final long EXACT = 1 << 24;

  @Test
  void partsAddUpAndKeepTheBound() {
    Random random = new Random(3);
    Tensor weights = Tensor.of(new float[6 * 300 * 9], 6, 300, 3, 3);
    for (int i = 0; i < weights.size(); i++) {
      weights.setDouble(i, random.nextInt(255) - 127);
    }
    CodeRange in = CodeRange.of(new CodeParameters(1f, 128, DataType.UINT8));
    IntegerWeights split = IntegerWeights.of(weights, 0, 1, false, in, new int[6], true);
    assertThat(split.parts().size()).isGreaterThan(1);
    assertThat(split.sumsOutside()).isTrue();
    assertThat(split.biasInProduct()).isNull();
    float[] sum = new float[weights.size()];
    for (IntegerWeights.Part part : split.parts()) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.weights().floats()[i];
      }
      for (int c = 0; c < 6; c++) {
        assertThat(largestSum(part.weights(), c) * 127).isLessThanOrEqualTo(EXACT);
      }
    }
    assertThat(sum).isEqualTo(weights.floats());
  }

  @Test
  void aBiasThatFitsGoesIntoTheProduct() {
    Tensor weights = Tensor.of(new float[] {1, -2, 3, 4}, 2, 2, 1, 1);
    CodeRange in = CodeRange.of(new CodeParameters(1f, 0, DataType.UINT8));
    IntegerWeights fits = IntegerWeights.of(weights, 0, 1, true, in, new int[] {5, -6}, true);
    assertThat(fits.parts()).containsExactly(new IntegerWeights.Part(0, 2, weights));
    assertThat(fits.biasInProduct().toFloats()).containsExactly(5, -6);
    int[] large = {1 << 25, 0};
    IntegerWeights outside = IntegerWeights.of(weights, 0, 1, true, in, large, true);
    assertThat(outside.biasInProduct()).isNull();
    assertThat(outside.sumsOutside()).isTrue();
  }

  @Test
  void slicesHoldTheirChannelsAlone() {
    Tensor weights = Tensor.of(new float[2 * 3000], 2, 3000);
    for (int i = 0; i < weights.size(); i++) {
      weights.setDouble(i, i % 3000);
    }
    CodeRange in = CodeRange.of(new CodeParameters(1f, 0, DataType.UINT8));
    IntegerWeights split = IntegerWeights.of(weights, 0, 1, true, in, null, true);
    int next = 0;
    for (IntegerWeights.Part part : split.parts()) {
      assertThat(part.from()).isEqualTo(next);
      next = part.to();
      assertThat(part.weights().dims()).containsExactly(2, part.to() - part.from());
      assertThat(part.weights().floats()[0]).isEqualTo(part.from());
      assertThat(largestSum(part.weights(), 1) * 255).isLessThanOrEqualTo(EXACT);
    }
    assertThat(next).isEqualTo(3000);
  }

  /** With codes of one sign only the larger of both signs' weights counts. */
  @Test
  void weightsOfBothSignsAreHeldAgainstTheRangeOfCodes() {
    Tensor weights = Tensor.of(new float[1000], 1, 1000);
    for (int i = 0; i < 1000; i++) {
      weights.setDouble(i, i % 2 == 0 ? 127 : -127);
    }
    CodeRange unsigned = CodeRange.of(new CodeParameters(1f, 0, DataType.UINT8));
    assertThat(IntegerWeights.of(weights, 0, 1, true, unsigned, null, true).parts()).hasSize(1);
    CodeRange lopsided = CodeRange.of(new CodeParameters(1f, -128, DataType.INT8));
    assertThat(IntegerWeights.of(weights, 0, 1, true, lopsided, null, true).parts()).hasSize(1);
    int[] bias = {(1 << 24) - 500 * 127 * 255};
    assertThat(IntegerWeights.of(weights, 0, 1, true, unsigned, bias, true).parts()).hasSize(1);
    bias[0]++;
    assertThat(IntegerWeights.of(weights, 0, 1, true, unsigned, bias, true).sumsOutside()).isTrue();
  }

  /** A zero point between both ends makes the sum a mean of what they give, so no larger. */
  @Test
  void anUnknownZeroPointCountsAsTheWorst() {
    Tensor weights = Tensor.of(new float[1000], 1, 1000);
    for (int i = 0; i < 1000; i++) {
      weights.setDouble(i, i % 2 == 0 ? 127 : -127);
    }
    CodeRange any = CodeRange.ofAnyZeroPoint();
    assertThat(any.largestSum(500 * 127, 500 * 127)).isEqualTo(500 * 127 * 255);
    assertThat(any.largestSum(10, 3)).isEqualTo(10 * 255);
    assertThat(CodeRange.of(new CodeParameters(1f, 55, DataType.UINT8)).largestSum(10, 3))
        .isEqualTo(10 * 200 + 3 * 55);
    assertThat(IntegerWeights.of(weights, 0, 1, true, any, null, true).parts()).hasSize(1);
    Tensor oneSign = Tensor.of(weights.toFloats(), 1, 1000);
    for (int i = 0; i < 1000; i++) {
      oneSign.setDouble(i, 127);
    }
    assertThat(IntegerWeights.of(oneSign, 0, 1, true, any, null, true).parts()).hasSize(2);
  }

  private static long largestSum(Tensor weights, int channel) {
    int inner = weights.size() / weights.dim(0);
    long sum = 0;
    for (int i = channel * inner; i < (channel + 1) * inner; i++) {
      sum += (long) Math.abs(weights.floats()[i]);
    }
    return sum;
  }
}
