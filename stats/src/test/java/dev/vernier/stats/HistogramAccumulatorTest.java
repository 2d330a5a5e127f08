package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.kernels.KernelsProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistogramAccumulatorTest {
  private static final long MOST = Integer.MAX_VALUE;

  private final StateMemory memory = new StateMemory(Long.MAX_VALUE, () -> {});
  private final SampleTables tables = new SampleTables(KernelsProvider.kernels());

  /** A sample with as many ones as an int can count. */
  @BeforeEach
  void count() {
    float[] values = {1, -2.5f, 0};
    tables.open();
    tables.accept(values, 0, values.length);
    tables.close();
    tables.counts()[Float.floatToIntBits(1) >>> 16] = Integer.MAX_VALUE;
  }

  @Test
  void countsOutgrowIntegers() {
    HistogramAccumulator accumulator = filled(1);
    for (int copies = 2; copies < 6; copies++) {
      accumulator.add(tables);
      check(accumulator, copies);
    }
  }

  @Test
  void pagesOfEitherWidthMoveIntoEither() {
    for (int left = 1; left <= 3; left++) {
      for (int right = 0; right <= 3; right++) {
        HistogramAccumulator source = filled(left);
        HistogramAccumulator target = filled(right);
        source.moveTo(target);
        check(target, left + right);
        assertThat(source.toSketch()).isEqualTo(HistogramSketch.empty());
        source.add(tables);
        check(source, 1);
      }
    }
  }

  @Test
  void packedCountsAreCounted() {
    HistogramAccumulator accumulator = filled(3);
    accumulator.pack();
    check(accumulator, 3);
    accumulator.add(tables);
    accumulator.pack();
    accumulator.pack();
    check(accumulator, 4);
    accumulator.clear();
    assertThat(accumulator.toSketch()).isEqualTo(HistogramSketch.empty());
  }

  private HistogramAccumulator filled(int copies) {
    HistogramAccumulator accumulator = new HistogramAccumulator(memory, 1);
    for (int i = 0; i < copies; i++) {
      accumulator.add(tables);
    }
    return accumulator;
  }

  private static void check(HistogramAccumulator accumulator, int copies) {
    HistogramSketch sketch = accumulator.toSketch();
    assertThat(sketch.binCount()).isEqualTo(3);
    assertThat(sketch.count(0)).isEqualTo(copies);
    assertThat(sketch.zeros()).isEqualTo(copies);
    assertThat(sketch.count(2)).isEqualTo(copies * MOST);
    assertThat(sketch.min()).isEqualTo(-2.5f);
    assertThat(sketch.max()).isEqualTo(1);
  }
}
