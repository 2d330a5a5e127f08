package dev.vernier.jobs.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private final AtomicLong clock = new AtomicLong();

  private Progress progress() {
    return new Progress("calibrate", line -> {}, clock::get, false);
  }

  @Test
  void saysSpeedAndTimeLeft() {
    try (Progress progress = progress()) {
      progress.total(40, 10_000, 0, 0);
      progress.shardDone(2_500);
      clock.set(100 * SECOND);
      assertThat(progress.line())
          .isEqualTo("calibrate: 1/40 shards, 2,500/10,000 rows, 25.0 rows/s, 5:00 left");
    }
  }

  @Test
  void rowsOfAnEarlierRunDoNotCountAsSpeed() {
    try (Progress progress = progress()) {
      progress.total(4, 400, 3, 300);
      progress.shardDone(100);
      clock.set(10 * SECOND);
      assertThat(progress.line()).isEqualTo("calibrate: 4/4 shards, 400/400 rows, 10.0 rows/s");
    }
  }

  @Test
  void longTimesHaveHours() {
    assertThat(Progress.time(59.6)).isEqualTo("1:00");
    assertThat(Progress.time(3725)).isEqualTo("1:02:05");
  }
}
