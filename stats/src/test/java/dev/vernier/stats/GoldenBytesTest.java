package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that were written once must be read, and written, for ever. Files are added, one for each
 * state of a new version, and never written anew.
 */
class GoldenBytesTest {
  /** Small enough to be followed by hand in docs/formats/state.md. */
  private static final HistogramSketch SMALL =
      HistogramSketch.of(0f, -0f, 1f, 1f, 1.5f, -2f, Float.NaN, Float.POSITIVE_INFINITY);

  private static final HistogramSketch LARGE = HistogramSketch.of(ramp(5000));

  private static final PerSampleState SAMPLES =
      PerSampleState.ofSample(LARGE).merge(PerSampleState.ofSample(SMALL));

  /** Name of the file and the state whose bytes it holds. */
  private static final Map<String, MergeableState<?>> STATES =
      new TreeMap<>(
          Map.of(
              "histogram-empty-v1", HistogramSketch.empty(),
              "histogram-small-v1", SMALL,
              "histogram-large-v1", LARGE,
              "per-sample-empty-v1", PerSampleState.empty(),
              "per-sample-v1", SAMPLES.limitedTo(SampleStatistic.FIRST_COUNT),
              "per-sample-16-v1", SAMPLES,
              "per-channel-empty-v1", PerChannelState.empty(),
              "per-channel-v1", PerChannelState.ofSample(ramp(30), 2, 3)));

  private static final StateSet SET =
      StateSet.of(
          List.of(
              new StateSet.Entry("input", 3, StateFamily.HISTOGRAM, SMALL),
              new StateSet.Entry("input", 0, StateFamily.HISTOGRAM, HistogramSketch.of(1)),
              new StateSet.Entry(
                  "caf\u00e9",
                  3,
                  StateFamily.PER_SAMPLE,
                  PerSampleState.ofSample(SMALL).limitedTo(SampleStatistic.FIRST_COUNT))),
          new long[] {1, 0, 0, 300, 0, 0, 0, 0});

  /** Values that are the same on every machine: no generator, no transcendental function. */
  private static float[] ramp(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      float step = (i * 7919 % size) / (float) size - 0.25f;
      values[i] = step * step * step * 8;
    }
    return values;
  }

  static Stream<String> names() {
    return STATES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void statesAreReadAndWrittenAsEver(String name) throws IOException {
    byte[] golden = golden(name);
    assertThat(StateFamily.decode(golden)).isEqualTo(STATES.get(name));
    assertThat(hex(STATES.get(name).toBytes())).isEqualTo(hex(golden));
  }

  @Test
  void setIsReadAndWrittenAsEver() throws IOException {
    byte[] golden = golden("state-set-v1");
    assertThat(StateSet.fromBytes(golden)).isEqualTo(SET);
    assertThat(hex(SET.toBytes())).isEqualTo(hex(golden));
  }

  @Test
  void statesOfFewerStatisticsMergeIntoWhatBothHold() {
    PerSampleState old = SAMPLES.limitedTo(SampleStatistic.FIRST_COUNT);
    PerSampleState added = PerSampleState.ofSample(SMALL);
    PerSampleState both = SAMPLES.merge(added).limitedTo(SampleStatistic.FIRST_COUNT);
    assertThat(old.merge(added)).isEqualTo(both);
    assertThat(added.merge(old)).isEqualTo(both);
    assertThat(both.holds(SampleStatistic.ABS_QUANTILE_0_99999)).isTrue();
    assertThat(both.holds(SampleStatistic.QUANTILE_0_00001)).isFalse();
    assertThat(added.holds(SampleStatistic.QUANTILE_0_99999)).isTrue();
  }

  @Test
  void everyFamilyHasGoldenBytes() {
    assertThat(STATES.values().stream().filter(s -> !s.isEmpty()).map(MergeableState::family))
        .contains(StateFamily.values());
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenBytesTest.class.getResourceAsStream("golden/" + name + ".bin")) {
      assertThat(in).as("golden file %s.bin", name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
