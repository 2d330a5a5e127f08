package dev.vernier.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final DriftLimits LIMITS = DriftLimits.defaults();

  @Test
  void theMostMovedTensorComesFirstAndDecides() {
    StateSet before =
        states(Map.of("still", normal(1, 0), "slow", normal(2, 0), "far", normal(3, 0)));
    StateSet now =
        states(Map.of("still", normal(4, 0), "slow", normal(5, 0.4), "far", normal(6, 2)));
    Drift drift = Drift.between(before, now, Optional.empty(), LIMITS);
    assertThat(drift.tensors())
        .extracting(TensorDrift::tensor)
        .containsExactly("far", "slow", "still");
    assertThat(drift.tensors())
        .extracting(TensorDrift::level)
        .containsExactly(DriftLevel.SIGNIFICANT, DriftLevel.MODERATE, DriftLevel.STABLE);
    assertThat(drift.level()).isEqualTo(DriftLevel.SIGNIFICANT);
    assertThat(drift.count(DriftLevel.MODERATE)).isEqualTo(1);
    assertThat(Drift.between(before, before, Optional.empty(), LIMITS).level())
        .isEqualTo(DriftLevel.STABLE);
  }

  @Test
  void outliersThatTheRangeCutsOffCountThoughTheDistributionStays() {
    float[] calm = values(1, 0);
    float[] spiky = calm.clone();
    for (int i = 0; i < 50; i++) {
      spiky[i] = 100 + i;
    }
    StateSet before = states(Map.of("x", HistogramSketch.of(calm)));
    StateSet now = states(Map.of("x", HistogramSketch.of(spiky)));
    TensorDrift blind = Drift.between(before, now, Optional.empty(), LIMITS).tensors().get(0);
    assertThat(blind.level()).isEqualTo(DriftLevel.STABLE);
    assertThat(blind.growth()).isGreaterThan(20);
    TensorDrift seen =
        Drift.between(before, now, Optional.of(table(-10, 10)), LIMITS).tensors().get(0);
    assertThat(seen.level()).isEqualTo(DriftLevel.SIGNIFICANT);
    assertThat(seen.clipping().orElseThrow().before()).isZero();
    assertThat(seen.clipping().orElseThrow().now()).isCloseTo(50 / 10_000.0, within(1e-9));
  }

  @Test
  void valuesAtTheEndsOfTheRangeAreInside() {
    StateSet states = states(Map.of("x", HistogramSketch.of(0, 0, 0, 6, 6, 3)));
    TensorDrift drift =
        Drift.between(states, states, Optional.of(table(0, 6)), LIMITS).tensors().get(0);
    assertThat(drift.clipping()).contains(new TensorDrift.Clipping(0, 0));
  }

  @Test
  void tensorsThatComeOrGoAreNamed() {
    StateSet before = states(Map.of("a", normal(1, 0), "b", normal(2, 0)));
    StateSet now = states(Map.of("b", normal(2, 0), "c", normal(1, 0)));
    Drift drift = Drift.between(before, now, Optional.empty(), LIMITS);
    assertThat(drift.gone()).containsExactly("a");
    assertThat(drift.fresh()).containsExactly("c");
    assertThat(drift.level()).isEqualTo(DriftLevel.SIGNIFICANT);
  }

  @Test
  void limitsAreInOrder() {
    assertThat(LIMITS.withPsi(0.05)).isEqualTo(new DriftLimits(0.05, 0.05, 0.001));
    assertThatThrownBy(() -> new DriftLimits(0.3, 0.2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CalibrationTable table(float min, float max) {
    CalibrationTable.Entry entry =
        new CalibrationTable.Entry(
            "mse",
            new Range(min, max),
            new QuantizationParameters(1, 0, DataType.UINT8),
            List.of("x"));
    return new CalibrationTable("mse", "scheme", 1, Map.of("x_out", entry));
  }

  private static HistogramSketch normal(long seed, double mean) {
    return HistogramSketch.of(values(seed, mean));
  }

  private static float[] values(long seed, double mean) {
    Random random = new Random(seed);
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + random.nextGaussian());
    }
    return values;
  }

  private static StateSet states(Map<String, HistogramSketch> sketches) {

    List<StateSet.Entry> entries =
        sketches.entrySet().stream()
            .map(e -> new StateSet.Entry(e.getKey(), 0, StateFamily.HISTOGRAM, e.getValue()))
            .toList();
    long[] samples = new long[Folds.COUNT];
    samples[0] = 1;
    return StateSet.of(entries, samples);
  }
}
