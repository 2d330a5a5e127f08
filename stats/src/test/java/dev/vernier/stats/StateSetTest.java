package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateSetTest {
  @Test
  void mergeCommutesAssociatesAndHasAnIdentity() {
    StateSet a = random(1);
    StateSet b = random(2);
    StateSet c = random(3);
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c).toBytes()).isEqualTo(a.merge(b.merge(c)).toBytes());
    assertThat(a.merge(StateSet.empty())).isEqualTo(a).hasSameHashCodeAs(a);
    assertThat(StateSet.empty().merge(a)).isEqualTo(a);
  }

  @Test
  void bytesRoundTrip() {
    for (StateSet set : List.of(StateSet.empty(), random(4), random(5).merge(random(6)))) {
      StateSet read = StateSet.fromBytes(set.toBytes());
      assertThat(read).isEqualTo(set);
      assertThat(read.toBytes()).isEqualTo(set.toBytes());
      assertThat(read.entries()).isEqualTo(set.entries());
    }
  }

  @Test
  void samplesWithoutStatesAreKept() {
    long[] samples = {0, 0, 3, 0, 0, 0, 0, 1};
    StateSet set = StateSet.of(List.of(), samples);
    assertThat(set.isEmpty()).isFalse();
    assertThat(StateSet.fromBytes(set.toBytes()).samples(2)).isEqualTo(3);
    assertThat(set.samples()).isEqualTo(4);
  }

  @Test
  void entriesStandInCanonicalOrder() {
    HistogramSketch one = HistogramSketch.of(1);
    String supplementary = "\uD83D\uDE00";
    String privateUse = "\uE000";
    StateSet set =
        StateSet.of(
            List.of(
                entry(supplementary, 0, one),
                entry("b", 1, one),
                entry("b", 0, PerSampleState.ofSample(one)),
                entry("b", 0, one),
                entry(privateUse, 0, one),
                entry("a", 7, HistogramSketch.empty())),
            new long[Folds.COUNT]);
    assertThat(set.entries())
        .extracting(e -> e.tensor() + e.fold() + e.family())
        .containsExactly(
            "b0HISTOGRAM",
            "b0PER_SAMPLE",
            "b1HISTOGRAM",
            privateUse + "0HISTOGRAM",
            supplementary + "0HISTOGRAM");
    assertThat(set.tensors()).containsExactly("b", privateUse, supplementary);
  }

  @Test
  void statesOfAllFoldsMerge() {
    StateSet set =
        StateSet.of(
            List.of(entry("x", 0, HistogramSketch.of(1)), entry("x", 5, HistogramSketch.of(2, 3))),
            new long[] {1, 0, 0, 0, 0, 1, 0, 0});
    assertThat(set.histogram("x")).isEqualTo(HistogramSketch.of(1, 2, 3));
    HistogramSketch fold = set.state("x", 5, StateFamily.HISTOGRAM);
    assertThat(fold).isEqualTo(HistogramSketch.of(2, 3));
    assertThat(set.histogram("y").isEmpty()).isTrue();
    StateSet rest = set.onlyFolds(Set.of(0, 1));
    assertThat(rest.histogram("x")).isEqualTo(HistogramSketch.of(1));
    assertThat(rest.samples()).isEqualTo(1);
    assertThat(rest.merge(set.onlyFolds(Set.of(2, 3, 4, 5, 6, 7)))).isEqualTo(set);
  }

  @Test
  void wrongPartsAreRefused() {
    long[] samples = new long[Folds.COUNT];
    HistogramSketch one = HistogramSketch.of(1);
    assertThatThrownBy(() -> StateSet.of(List.of(entry("x", 8, one)), samples))
        .hasMessageContaining("no fold 8");
    StateSet.Entry mixed = new StateSet.Entry("x", 0, StateFamily.PER_SAMPLE, one);
    assertThatThrownBy(() -> StateSet.of(List.of(mixed), samples))
        .hasMessageContaining("PER_SAMPLE entry with a HISTOGRAM state");
    assertThatThrownBy(() -> StateSet.of(List.of(), new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void corruptBytesAreRefused() {
    byte[] bytes = random(7).toBytes();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> StateSet.fromBytes(part)).isInstanceOf(StateFormatException.class);
    }
    assertThatThrownBy(() -> StateSet.fromBytes(HistogramSketch.of(1).toBytes()))
        .hasMessage(
            "state set: expected family id 64, not 1: the bytes are corrupt or of a newer version");
    Random random = new Random(8);
    for (int round = 0; round < 5_000; round++) {
      byte[] corrupt = bytes.clone();
      corrupt[8 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt(256);
      Checksums.renew(corrupt);
      try {
        assertThat(StateSet.fromBytes(corrupt).toBytes()).isEqualTo(corrupt);
      } catch (StateFormatException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void foldsFollowTheHash() {
    byte[] hash = new byte[32];
    hash[0] = (byte) 0xFD;
    assertThat(Folds.of(hash)).isEqualTo(5);
    assertThatThrownBy(() -> Folds.of(new byte[20])).hasMessageContaining("32 bytes, not 20");
  }

  private static StateSet.Entry entry(String tensor, int fold, MergeableState<?> state) {
    return new StateSet.Entry(tensor, fold, state.family(), state);
  }

  private static StateSet random(long seed) {
    Random random = new Random(seed);
    StateSet set = StateSet.empty();
    for (int i = 0; i < 10; i++) {
      HistogramSketch sketch = HistogramSketch.of(Values.LAPLACE.draw(20, random.nextInt()));
      int fold = random.nextInt(Folds.COUNT);
      long[] samples = new long[Folds.COUNT];
      samples[fold] = 1;
      String tensor = "tensor" + random.nextInt(3);
      set =
          set.merge(
              StateSet.of(
                  List.of(
                      entry(tensor, fold, sketch),
                      entry(tensor, fold, PerSampleState.ofSample(sketch))),
                  samples));
    }
    return set;
  }
}
