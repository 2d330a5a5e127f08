package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
    IntegerWeights split = IntegerWeights.of(weights, 0, 1, 255, new int[6], true);
    assertThat(split.parts().size()).isGreaterThan(1);
    assertThat(split.sumsOutside()).isTrue();
    assertThat(split.biasInProduct()).isNull();
    float[] sum = new float[weights.size()];
    for (Tensor part : split.parts()) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.floats()[i];
      }
      for (int c = 0; c < 6; c++) {
        assertThat(largestSum(part, c) * 255).isLessThanOrEqualTo(EXACT);
      }
    }
    assertThat(sum).isEqualTo(weights.floats());
  }

  @Test
  void aBiasThatFitsGoesIntoTheProduct() {
    Tensor weights = Tensor.of(new float[] {1, -2, 3, 4}, 2, 2, 1, 1);
    IntegerWeights fits = IntegerWeights.of(weights, 0, 1, 255, new int[] {5, -6}, true);
    assertThat(fits.parts()).containsExactly(weights);
    assertThat(fits.biasInProduct().toFloats()).containsExactly(5, -6);
    int[] large = {1 << 25, 0};
    IntegerWeights outside = IntegerWeights.of(weights, 0, 1, 255, large, true);
    assertThat(outside.biasInProduct()).isNull();
    assertThat(outside.sumsOutside()).isTrue();
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
