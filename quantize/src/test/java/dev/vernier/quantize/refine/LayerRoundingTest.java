package dev.vernier.quantize.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.quantize.IntegerRange;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerRoundingTest {
  private static final IntegerRange CODES = new IntegerRange(-7, 7);

  /** Positions of three inputs, the second nearly twice the first. */
  private static double[][] inputs(long seed, int count) {
    Random random = new Random(seed);
    double[][] x = new double[count][];
    for (int i = 0; i < count; i++) {
      int a = random.nextInt(41) - 20;
      x[i] = new double[] {a, 2 * a + random.nextInt(3) - 1, random.nextInt(41)};
    }
    return x;
  }

  /** Sums of positions with a gap of {@code missing . x} each at the only output. */
  private static LayerSums sums(double[][] x, double... missing) {
    LayerSums sums = new LayerSums(3, 1);
    for (double[] position : x) {
      double gap = 0;
      for (int i = 0; i < 3; i++) {
        gap += missing[i] * position[i];
      }
      double[] padded = new double[8 * 3];
      System.arraycopy(position, 0, padded, 0, 3);
      double[] gaps = new double[8];
      gaps[0] = gap + 100;
      sums.add(padded, gaps, new double[] {1}, 1);
    }
    return sums;
  }

  @Test
  void sumsAreTakenAboutTheMean() {
    LayerSums sums = new LayerSums(2, 1);
    double[] x = new double[8 * 2];
    System.arraycopy(new double[] {1, 5, 3, 1, 5, 0}, 0, x, 0, 6);
    double[] gaps = {2, 4, 9, 77, 77, 77, 77, 77};
    sums.add(x, gaps, new double[] {1, 0, 0.5}, 3);
    // Inputs less their means 3 and 2: (-2, 0, 2) and (3, -1, -2); gaps less 5: (-3, -1, 4).
    assertThat(sums.product(0, 0)).isEqualTo(8);
    assertThat(sums.product(0, 1)).isEqualTo(-10);
    assertThat(sums.product(1, 1)).isEqualTo(14);
    assertThat(sums.gapProduct(0, 0)).isEqualTo(14);
    assertThat(sums.gapProduct(1, 0)).isEqualTo(-16);
    assertThat(sums.share(0)).isEqualTo(0.5);
    assertThat(sums.mean(0)).isEqualTo(3);
  }

  @Test
  void sumsOfPartsAddUp() {
    double[][] x = inputs(1, 30);
    LayerSums whole = sums(x, 1, 0, 0.5);
    LayerSums parts = new LayerSums(3, 1);
    for (int from = 0; from < 30; from += 10) {
      parts.add(sums(java.util.Arrays.copyOfRange(x, from, from + 10), 1, 0, 0.5));
    }
    assertThat(parts.product(0, 1)).isEqualTo(whole.product(0, 1));
    assertThat(parts.gapProduct(2, 0)).isCloseTo(whole.gapProduct(2, 0), within(1e-9));
    assertThat(parts.share(0)).isEqualTo(whole.share(0));
  }

  /** Every triple of codes is tried; the one found may not be far behind the best. */
  @Test
  void outputsChangeLessThanWithTheNearestCodes() {
    LayerSums sums = sums(inputs(2, 200), 0, 0, 0);
    Random random = new Random(5);
    double found = 0;
    double nearest = 0;
    double best = 0;
    for (int trial = 0; trial < 50; trial++) {
      double[] w = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      int[] codes = LayerRounding.keeping(sums).round(0, w, 0.5, 0, CODES);
      int[] round = new int[3];
      for (int i = 0; i < 3; i++) {
        round[i] = CODES.clamp(Math.rint(w[i] / 0.5));
      }
      found += cost(sums, w, codes);
      nearest += cost(sums, w, round);
      best += best(sums, w);
    }
    assertThat(found).isLessThan(0.4 * nearest).isLessThan(1.6 * best);
  }

  private static double cost(LayerSums sums, double[] w, int... codes) {
    double[] change = new double[3];
    for (int i = 0; i < 3; i++) {
      change[i] = w[i] - 0.5 * codes[i];
    }
    double cost = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        cost += change[i] * change[j] * sums.product(Math.min(i, j), Math.max(i, j));
      }
    }
    return cost;
  }

  private static double best(LayerSums sums, double[] w) {
    double best = Double.POSITIVE_INFINITY;
    for (int a = -7; a <= 7; a++) {
      for (int b = -7; b <= 7; b++) {
        for (int c = -7; c <= 7; c++) {
          best = Math.min(best, cost(sums, w, a, b, c));
        }
      }
    }
    return best;
  }

  @Test
  void codesStayInTheirRange() {
    LayerSums sums = sums(inputs(3, 100), 0, 0, 0);
    int[] codes =
        LayerRounding.keeping(sums)
            .round(0, new double[] {9, -9, 0.1}, 1, 8, new IntegerRange(0, 15));
    assertThat(codes[0]).isEqualTo(15);
    assertThat(codes[1]).isEqualTo(0);
  }

  @Test
  void movesCloseGaps() {
    LayerSums sums = sums(inputs(4, 400), 0, 0, 2);
    double[][] moves = LayerRounding.closing(sums);
    assertThat(moves[0][2]).isBetween(1.5, 2.0);
    moves[0][2] = 2;
    int[] codes = LayerRounding.moving(sums, moves).round(0, new double[] {0, 0, 1}, 1, 0, CODES);
    assertThat(codes).containsExactly(0, 0, 3);
  }

  @Test
  void withoutPositionsOrVariationItRoundsToTheNearest() {
    LayerSums none = new LayerSums(3, 1);
    double[] w = {0.4, 0.6, -2.6};
    assertThat(LayerRounding.keeping(none).round(0, w, 1, 0, CODES)).containsExactly(0, 1, -3);
    assertThat(LayerRounding.closing(none)[0]).containsExactly(0, 0, 0);
  }
}
