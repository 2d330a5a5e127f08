package dev.vernier.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.kernels.KernelsProvider;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics from the tables are those of the sketch, bit for bit. */
class SampleStatisticsTest {
  private final SampleTables tables = new SampleTables(KernelsProvider.kernels());
  private final SampleStatistics statistics = new SampleStatistics();

  @ParameterizedTest
  @EnumSource
  void agreesWithTheSketch(Values distribution) {
    Random random = new Random(distribution.ordinal());
    for (int round = 0; round < 48; round++) {
      int size = 1 + random.nextInt(round % 4 == 0 ? 200_000 : 300);
      float[] values = distribution.draw(size, round);
      float scale = (float) StrictMath.pow(2, random.nextInt(60) - 30);
      for (int i = 0; i < values.length; i++) {
        values[i] = (values[i] + (round % 3 - 1)) * scale;
      }
      agrees(values);
    }
  }

  @Test
  void agreesOnSubnormalsExtremesAndRepeatedValues() {
    Random random = new Random(5);
    float[] pool = {0f, -0f, 1e-41f, -1e-39f, 1e-38f, 3e38f, -3e38f, 1f, 1f, 1.001f, -2f};
    for (int round = 0; round < 200; round++) {
      float[] values = new float[1 + random.nextInt(400)];
      int kinds = 1 + random.nextInt(pool.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = pool[random.nextInt(kinds)];
      }
      agrees(values);
    }
  }

  private void agrees(float[] values) {
    tables.open();
    tables.accept(values, 0, values.length);
    tables.close();
    assertThat(statistics.of(tables)).isEqualTo(SampleStatistic.of(HistogramSketch.of(values)));
    tables.clear();
  }
}
