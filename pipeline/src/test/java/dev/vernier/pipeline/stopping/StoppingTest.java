package dev.vernier.pipeline.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.StoppingConfig;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.range.RangeStability;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private static final StoppingConfig RULE = new StoppingConfig(0.02, 0.75, 100);

  @Test
  void wavesDoubleAndCoverEveryHashOnce() {
    List<Wave> waves = Wave.of(RULE, 1000, Optional.empty());
    assertThat(waves).hasSize(5);
    double before = 0;
    double[] upTo = {0.1, 0.2, 0.4, 0.8, 1};
    for (int i = 0; i < 5; i++) {
      assertThat(waves.get(i).number()).isEqualTo(i + 1);
      assertThat(share(waves.get(i).above(), 0)).isCloseTo(before, within(1e-12));
      assertThat(share(waves.get(i).upTo(), 1)).isCloseTo(upTo[i], within(1e-12));
      before = upTo[i];
    }
    assertThat(waves.get(0).above()).isEmpty();
    assertThat(waves.get(4).upTo()).isEmpty();
  }

  @Test
  void theLastWaveEndsWhereTheSelectionDoes() {
    byte[] last = new byte[32];
    Arrays.fill(last, (byte) 0x40);
    List<Wave> waves = Wave.of(RULE, 1000, Optional.of(last));
    assertThat(waves).hasSize(3);
    assertThat(waves.get(2).upTo()).hasValue(last);
    assertThat(share(waves.get(2).above(), 0)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void fewRowsOrNoToleranceAreOneWave() {
    for (List<Wave> waves :
        List.of(
            Wave.of(RULE, 100, Optional.empty()),
            Wave.of(new StoppingConfig(0, 0.75, 100), 1000, Optional.empty()))) {
      assertThat(waves).hasSize(1);
      assertThat(waves.get(0).above()).isEmpty();
      assertThat(waves.get(0).upTo()).isEmpty();
    }
  }

  @Test
  void rangesHaveSettledWhenEnoughOfThemKeepTheTolerance() {
    Settling three = Settling.judge(RULE, 2, 200, ranges(0.5, 0.0199, 0.01, 0));
    assertThat(three.settled()).isTrue();
    assertThat(three.share()).isEqualTo(0.75);
    assertThat(three.worst()).isCloseTo(0.5, within(1e-6));
    assertThat(three.median()).isCloseTo(0.01, within(1e-6));
    assertThat(three.text()).contains("200 samples: 75.0 %", "0.500 dB at worst (q0)");
    assertThat(Settling.judge(RULE, 2, 200, ranges(0.5, 0.021, 0.01, 0)).settled()).isFalse();
    Settling nothing = Settling.judge(RULE, 1, 3, List.of());
    assertThat(nothing.settled()).isFalse();
    assertThat(nothing.text()).contains("too few");
  }

  private static double share(Optional<byte[]> bound, double absent) {
    return bound
        .map(b -> new BigInteger(1, b).doubleValue() / BigInteger.TWO.pow(256).doubleValue())
        .orElse(absent);
  }

  /** Ranges from 0 to 1 that would lose so much, the largest loss first. */
  private static List<RangeStability> ranges(double... decibels) {
    List<RangeStability> ranges = new ArrayList<>();
    for (double error : decibels) {
      ranges.add(
          new RangeStability(
              "q" + ranges.size(), new Range(0, 1), 0, 0, 0, Math.pow(10, error / 10) - 1));
    }
    return ranges;
  }
}
