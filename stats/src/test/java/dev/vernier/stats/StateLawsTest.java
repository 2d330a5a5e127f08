package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every family promises; a new family fails here until it says how it sees a sample. */
class StateLawsTest {
  private static final int SAMPLES = 24;
  private static final int ROUNDS = 20;

  /** How each family sees one sample. */
  private static final Map<StateFamily, Function<float[], MergeableState<?>>> OBSERVE =
      new EnumMap<>(
          Map.of(
              StateFamily.HISTOGRAM,
              HistogramSketch::of,
              StateFamily.PER_SAMPLE,
              sample -> PerSampleState.ofSample(HistogramSketch.of(sample)),
              StateFamily.PER_CHANNEL,
              sample -> PerChannelState.ofSample(sample, sample.length / 6, 3)));

  @Test
  void everyFamilyIsCovered() {
    assertThat(OBSERVE.keySet()).containsExactlyInAnyOrder(StateFamily.values());
    assertThat(Arrays.stream(StateFamily.values()).map(StateFamily::id)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void anySplitEqualsTheWhole(StateFamily family) {
    Random random = new Random(family.id());
    for (int round = 0; round < ROUNDS; round++) {
      List<MergeableState<?>> parts = states(family, round);
      byte[] whole = merge(family, parts).toBytes();
      Collections.shuffle(parts, random);
      int cut = random.nextInt(SAMPLES + 1);
      MergeableState<?> left = merge(family, parts.subList(0, cut));
      MergeableState<?> right = merge(family, parts.subList(cut, SAMPLES));
      assertThat(family.merge(left, right).toBytes()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mergeCommutesAndAssociates(StateFamily family) {
    for (int round = 0; round < ROUNDS; round++) {
      List<MergeableState<?>> s = states(family, round);
      MergeableState<?> a = s.get(0);
      MergeableState<?> b = s.get(1);
      MergeableState<?> c = s.get(2);
      assertThat(family.merge(a, b)).isEqualTo(family.merge(b, a));
      assertThat(family.merge(family.merge(a, b), c))
          .isEqualTo(family.merge(a, family.merge(b, c)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyIsNeutral(StateFamily family) {
    MergeableState<?> empty = family.empty();
    assertThat(empty.isEmpty()).isTrue();
    assertThat(family.merge(empty, empty)).isEqualTo(empty);
    for (MergeableState<?> state : states(family, 1)) {
      assertThat(family.merge(state, empty)).isEqualTo(state);
      assertThat(family.merge(empty, state)).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesRoundTrip(StateFamily family) {
    List<MergeableState<?>> states = states(family, 2);
    states.add(family.empty());
    states.add(merge(family, states));
    for (MergeableState<?> state : states) {
      MergeableState<?> read = StateFamily.decode(state.toBytes());
      assertThat(read).isEqualTo(state).hasSameHashCodeAs(state);
      assertThat(read.family()).isEqualTo(family);
      assertThat(read.toBytes()).isEqualTo(state.toBytes());
      assertThat(state.toString()).doesNotContain("@");
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalExactlyIfBytesAre(StateFamily family) {
    List<MergeableState<?>> states = states(family, 3);
    states.addAll(states(family, 3));
    for (MergeableState<?> a : states) {
      for (MergeableState<?> b : states) {
        assertThat(a.equals(b)).isEqualTo(Arrays.equals(a.toBytes(), b.toBytes()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverJavaSerialized(StateFamily family) {
    assertThat(family.empty()).isNotInstanceOf(Serializable.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsRefused(StateFamily family) {
    byte[] bytes = merge(family, states(family, 4)).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> StateFamily.decode(part)).isInstanceOf(StateFormatException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedBitIsRefused(StateFamily family) {
    byte[] bytes = states(family, 5).get(0).toBytes();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> StateFamily.decode(flipped))
          .isInstanceOf(StateFormatException.class);
    }
  }

  /** Behind a true checksum, wrong bodies are still refused or read as the state they spell. */
  @ParameterizedTest
  @EnumSource
  void corruptBodiesNeverBreakTheReader(StateFamily family) {
    Random random = new Random(6);
    byte[] bytes = states(family, 6).get(0).toBytes();
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] corrupt = Checksums.renew(damage(bytes, random));
      try {
        assertThat(StateFamily.decode(corrupt).toBytes()).isEqualTo(corrupt);
      } catch (StateFormatException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    int from = Preamble.LENGTH;
    int body = bytes.length - from - Preamble.CHECKSUM_LENGTH;
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      damaged[from + random.nextInt(body)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(damaged, bytes.length - random.nextInt(body))
        : damaged;
  }

  private static List<MergeableState<?>> states(StateFamily family, long seed) {
    List<MergeableState<?>> states = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      states.add(OBSERVE.get(family).apply(sample(seed * SAMPLES + i)));
    }
    return states;
  }

  /** Some samples are ordinary, some hold anything at all, some only what is not finite. */
  private static float[] sample(long seed) {
    if (seed % 7 == 5) {
      return new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN, 0, -0f, 1e-44f};
    }
    if (seed % 7 == 6) {
      return new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.NaN, Float.NaN, Float.NaN, 1};
    }
    return seed % 3 == 0
        ? Values.anyBits(60, seed)
        : Values.values()[(int) (seed % 6)].draw(60, seed);
  }

  private static MergeableState<?> merge(StateFamily family, List<MergeableState<?>> states) {
    MergeableState<?> merged = family.empty();
    for (MergeableState<?> state : states) {
      merged = family.merge(merged, state);
    }
    return merged;
  }
}
