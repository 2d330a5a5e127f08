package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A search that ends hopeless candidates early takes the one that it would have taken. */
class HopelessCandidatesTest {
  private static final int BINS = 512;

  private final Random random = new Random(21);

  /** Counts of values of one sign with a long tail, some bins empty. */
  private double[] counts() {
    double[] counts = new double[BINS];
    for (int i = 0; i < 20_000; i++) {
      double value = Math.abs(random.nextGaussian()) * (random.nextInt(40) == 0 ? 150 : 40);
      counts[(int) Math.min(BINS - 1.0, value)]++;
    }
    return counts;
  }

  @Test
  void divergences() {
    for (int round = 0; round < 20; round++) {
      double[] counts = counts();
      MergedDivergence divergence = new MergedDivergence(counts, 128);
      double least = Double.POSITIVE_INFINITY;
      int best = BINS;
      int ended = 0;
      for (int bins = 100; bins <= BINS; bins++) {
        double all = divergence.of(bins, Double.POSITIVE_INFINITY);
        double limited = divergence.of(bins, least);
        ended += Double.isInfinite(limited) && !Double.isInfinite(all) ? 1 : 0;
        assertThat(limited).isIn(all, Double.POSITIVE_INFINITY);
        assertThat(divergence.of(bins, all)).isEqualTo(all);
        if (all <= least) {
          assertThat(limited).isEqualTo(all);
          least = bins < 128 ? least : all;
          best = bins < 128 ? best : bins;
        }
      }
      assertThat(ended).isPositive();
      assertThat(TensorRtEntropySolver.bins(counts, 128)).isEqualTo(best);
    }
  }

  @Test
  void errorsOfWindows() {
    for (int round = 0; round < 20; round++) {
      NarrowingError error = new NarrowingError(counts(), 256);
      for (int end = BINS / 4; end < BINS; end += 7) {
        double all = error.of(3, end, Double.POSITIVE_INFINITY);
        assertThat(error.of(3, end, all)).isEqualTo(all);
        assertThat(error.of(3, end, all / 2)).isInfinite();
      }
    }
  }

  @Test
  void errorsOfMiddles() {
    double[] middles = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      middles[i] = (i + 0.5) / 100;
    }
    for (int round = 0; round < 20; round++) {
      MidpointError error = new MidpointError(middles, counts());
      for (int last = 130; last < BINS; last += 9) {
        double scale = middles[last] / 127;
        double all = error.of(scale, 0, -127, 127, Double.POSITIVE_INFINITY);
        assertThat(error.of(scale, 0, -127, 127, all, last + 1)).isEqualTo(all);
        assertThat(error.of(scale, 0, -127, 127, all * 0.99, last + 1)).isInfinite();
      }
    }
  }
}
