package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCollectorTest {
  private static final int SAMPLES = 70;

  /** Small and large, with channels, thinned, and of any bits. */
  private static final List<TensorSpec> TENSORS =
      List.of(
          TensorSpec.of("small"),
          TensorSpec.of("large"),
          TensorSpec.of("channels").withChannels(1, 5),
          TensorSpec.of("thinned").withStride(4),
          TensorSpec.of("wild"));

  private static final int[][] DIMS = {{7}, {40_000}, {3, 5, 11}, {2, 333}, {9, 9}};

  /** What the collector must come to, worked out by the states' own definitions. */
  private static StateSet expected(int from, int to, boolean perSample) {
    StateSet set = StateSet.empty();
    for (int s = from; s < to; s++) {
      int fold = Folds.of(hash(s));
      List<StateSet.Entry> entries = new ArrayList<>();
      for (int t = 0; t < TENSORS.size(); t++) {
        TensorSpec spec = TENSORS.get(t);
        float[] values = values(s, t);
        HistogramSketch sketch = HistogramSketch.of(thin(values, spec.stride()));
        entries.add(entry(spec, fold, withStride(sketch, spec.stride())));
        if (perSample) {
          entries.add(entry(spec, fold, PerSampleState.ofSample(sketch)));
        }
        if (spec.perChannel()) {
          entries.add(entry(spec, fold, PerChannelState.ofSample(values, 3, 5)));
        }
      }
      long[] samples = new long[Folds.COUNT];
      samples[fold] = 1;
      set = set.merge(StateSet.of(entries, samples));
    }
    return set;
  }

  @Test
  void collectsWhatTheStatesDefine() {
    assertThat(collect(order(0, SAMPLES), CollectOptions.defaults()).toBytes())
        .isEqualTo(expected(0, SAMPLES, true).toBytes());
    CollectOptions plain = CollectOptions.defaults().withPerSample(false);
    assertThat(collect(order(0, SAMPLES), plain)).isEqualTo(expected(0, SAMPLES, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16})
  void neitherOrderNorBatchMatters(int batch) {
    List<Integer> order = order(0, SAMPLES);
    byte[] one = collect(order, CollectOptions.defaults()).toBytes();
    Collections.shuffle(order, new Random(batch));
    assertThat(collect(order, CollectOptions.defaults().withBatch(batch)).toBytes()).isEqualTo(one);
  }

  @Test
  void partsOfASplitMergeToTheWhole() {
    StateSet left = collect(order(0, 31), CollectOptions.defaults());
    StateSet right = collect(order(31, SAMPLES), CollectOptions.defaults());
    assertThat(right.merge(left)).isEqualTo(collect(order(0, SAMPLES), CollectOptions.defaults()));
  }

  @Test
  void abortLeavesNoTrace() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults().withBatch(3));
    collector.begin(hash(90), hash(91), hash(92));
    observe(collector, 0, 90);
    observe(collector, 2, 92);
    collector.abort();
    assertThat(collector.toStateSet()).isEqualTo(StateSet.empty());
    for (int s = 0; s < 12; s++) {
      collector.begin(hash(s));
      observe(collector, 0, s);
      collector.end();
      collector.begin(hash(100 + s));
      collector.observe(4, new Dense(values(100 + s, 4), DIMS[4], 9));
      collector.abort();
    }
    assertThat(collector.toStateSet()).isEqualTo(expected(0, 12, true));
  }

  @Test
  void failureWithinObserveLeavesTheTablesClear() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    collector.begin(hash(0));
    SampleValues broken =
        new Dense(values(0, 1), DIMS[1], 600) {
          @Override
          public void forEachRun(RunConsumer consumer) {
            consumer.accept(values, 0, 3);
            consumer.accept(values, 0, 30_000);
            throw new IllegalStateException("broken");
          }
        };
    assertThatThrownBy(() -> collector.observe(1, broken)).hasMessage("broken");
    collector.abort();
    collector.begin(hash(0));
    observe(collector, 0, 0);
    collector.end();
    assertThat(collector.toStateSet()).isEqualTo(expected(0, 1, true));
  }

  @Test
  void piecesOfTensorsInTurnCountAsTheWholes() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    for (int s = 0; s < 40; s++) {
      collector.begin(hash(s));
      try (SamplePieces large = collector.pieces(0, 1);
          SamplePieces wild = collector.pieces(0, 4)) {
        hand(values(s, 1), large, values(s, 4), wild, 1 + s * 101);
      }
      for (int t : new int[] {0, 2, 3}) {
        collector.observe(t, new Dense(values(s, t), DIMS[t], 400));
      }
      collector.end();
    }
    assertThat(collector.toStateSet()).isEqualTo(expected(0, 40, true));
  }

  private static void hand(
      float[] first, RunConsumer toFirst, float[] second, RunConsumer toSecond, int piece) {
    for (int from = 0; from < Math.max(first.length, second.length); from += piece) {
      if (from < first.length) {
        toFirst.accept(first, from, Math.min(piece, first.length - from));
      }
      if (from < second.length) {
        toSecond.accept(second, from, Math.min(piece, second.length - from));
      }
    }
  }

  @Test
  void openPiecesAreForgottenWithTheirSample() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    collector.begin(hash(50));
    collector.pieces(0, 1).accept(values(50, 1), 5, 2_000);
    collector.pieces(0, 4).accept(values(50, 4), 0, 3);
    collector.abort();
    collector.begin(hash(0));
    observe(collector, 0, 0);
    collector.end();
    assertThat(collector.toStateSet()).isEqualTo(expected(0, 1, true));
  }

  @Test
  void piecesThatCannotBeTakenAreRefused() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    assertThat(collector.takesPieces(2)).isFalse();
    assertThat(collector.takesPieces(3)).isFalse();
    collector.begin(hash(0));
    assertThatThrownBy(() -> collector.pieces(0, 3)).hasMessageContaining("'thinned'");
    SamplePieces small = collector.pieces(0, 0);
    collector.pieces(0, 1);
    assertThatThrownBy(() -> collector.pieces(0, 4)).hasMessageContaining("2 tensors are open");
    small.close();
    assertThatThrownBy(collector::end).hasMessageContaining("a tensor is open");
  }

  @Test
  void clearStartsAnew() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    fill(collector, order(20, 60), 1);
    collector.clear();
    assertThat(collector.toStateSet().isEmpty()).isTrue();
    fill(collector, order(0, 10), 1);
    assertThat(collector.toStateSet()).isEqualTo(expected(0, 10, true));
  }

  @Test
  void packingChangesNothing() {
    StateSet roomy = collect(order(0, SAMPLES), CollectOptions.defaults());
    long tight = 1_700_000;
    assertThat(collect(order(0, SAMPLES), CollectOptions.defaults().withStateBytes(tight)))
        .isEqualTo(roomy);
  }

  @Test
  void memoryThatCannotBeKeptIsRefusedWithARemedy() {
    StateCollector collector =
        new StateCollector(TENSORS, CollectOptions.defaults().withStateBytes(20_000));
    collector.begin(hash(4));
    assertThatThrownBy(() -> observe(collector, 0, 4))
        .isInstanceOf(StateMemoryException.class)
        .hasMessageContaining("20,000 bytes")
        .hasMessageContaining("give the collector more state memory");
  }

  @Test
  void misuseIsRefused() {
    StateCollector collector = new StateCollector(TENSORS, CollectOptions.defaults());
    assertThatThrownBy(collector::end).hasMessageContaining("no sample is open");
    assertThatThrownBy(collector::abort).hasMessageContaining("no sample is open");
    assertThatThrownBy(() -> collector.begin(hash(0), hash(1))).hasMessageContaining("1 to 1");
    collector.begin(hash(0));
    assertThatThrownBy(() -> collector.begin(hash(0))).hasMessageContaining("are open");
    assertThatThrownBy(collector::toStateSet).hasMessageContaining("are open");
    assertThatThrownBy(() -> collector.observe(2, new Dense(new float[8], new int[] {2, 4}, 8)))
        .hasMessageContaining("'channels': expected 5 channels on axis 1")
        .hasMessageContaining("[2, 4]");
  }

  private static StateSet collect(List<Integer> order, CollectOptions options) {
    StateCollector collector = new StateCollector(TENSORS, options);
    fill(collector, order, options.batch());
    return collector.toStateSet();
  }

  private static void fill(StateCollector collector, List<Integer> order, int batch) {
    for (int from = 0; from < order.size(); from += batch) {
      List<Integer> part = order.subList(from, Math.min(from + batch, order.size()));
      collector.begin(part.stream().map(StateCollectorTest::hash).toArray(byte[][]::new));
      for (int i = 0; i < part.size(); i++) {
        observe(collector, i, part.get(i));
      }
      collector.end();
    }
  }

  private static void observe(StateCollector collector, int slot, int sample) {
    for (int t = 0; t < TENSORS.size(); t++) {
      int run = 1 + (sample * 37 + t) % 1500;
      collector.observe(slot, t, new Dense(values(sample, t), DIMS[t], run));
    }
  }

  /** Values in logical order, visited in runs of some length from the last to the first. */
  private static class Dense implements SampleValues {
    final float[] values;
    private final int[] dims;
    private final int run;

    Dense(float[] values, int[] dims, int run) {
      this.values = values;
      this.dims = dims;
      this.run = run;
    }

    @Override
    public int[] dims() {
      return dims;
    }

    @Override
    public void forEachRun(RunConsumer consumer) {
      for (int end = values.length; end > 0; end -= run) {
        int from = Math.max(0, end - run);
        consumer.accept(values, from, end - from);
      }
    }

    @Override
    public void copyTo(float[] target, int offset) {
      System.arraycopy(values, 0, target, offset, values.length);
    }
  }

  private static float[] values(int sample, int tensor) {
    int size = Arrays.stream(DIMS[tensor]).reduce(1, (a, b) -> a * b);
    if (tensor == 4) {
      return Values.anyBits(size, sample);
    }
    float[] values = Values.values()[(sample + tensor) % 6].draw(size, sample * 8L + tensor);
    if (sample % 9 == 4) {
      values[size / 2] = Float.NaN;
      values[0] = Float.NEGATIVE_INFINITY;
      values[size - 1] = Float.POSITIVE_INFINITY;
    }
    return values;
  }

  private static float[] thin(float[] values, int stride) {
    float[] thinned = new float[(values.length + stride - 1) / stride];
    for (int i = 0; i < thinned.length; i++) {
      thinned[i] = values[i * stride];
    }
    return thinned;
  }

  private static HistogramSketch withStride(HistogramSketch sketch, int stride) {
    char[] bins = new char[sketch.binCount()];
    long[] counts = new long[bins.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = (char) sketch.index(i);
      counts[i] = sketch.count(i);
    }
    return new HistogramSketch(
        bins, counts, sketch.min(), sketch.max(), sketch.nonFinite(), stride);
  }

  private static StateSet.Entry entry(TensorSpec spec, int fold, MergeableState<?> state) {
    return new StateSet.Entry(spec.name(), fold, state.family(), state);
  }

  private static List<Integer> order(int from, int to) {
    List<Integer> order = new ArrayList<>();
    for (int i = from; i < to; i++) {
      order.add(i);
    }
    return order;
  }

  private static byte[] hash(int sample) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(("sample " + sample).getBytes("UTF-8"));
    } catch (NoSuchAlgorithmException | java.io.UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
