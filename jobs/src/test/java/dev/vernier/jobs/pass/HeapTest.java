package dev.vernier.jobs.pass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void theLimitIsWholeMegabytesAndNotBelowWhatCanBeUsed() {
    long limit = Heap.limitBytes();
    assertThat(limit).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
    assertThat(limit % (1 << 20)).isZero();
  }
}
