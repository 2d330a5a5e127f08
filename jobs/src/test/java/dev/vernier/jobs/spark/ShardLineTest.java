package dev.vernier.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.jobs.shard.LiveSet;
import dev.vernier.jobs.shard.ShardReport;
import org.junit.jupiter.api.Test;

class ShardLineTest {
  @Test
  void aLineIsPairsOfKeyAndValue() {
    ShardReport done = new ShardReport(17, 400, 1250, LiveSet.UNKNOWN, "");
    assertThat(new ShardLine("app-1", "calibrate wave 2", "shard", 1, done).text())
        .isEqualTo(
            "run=app-1 pass=calibrate-wave-2 shard=17 attempt=1 rows=400 millis=1250 outcome=done");
  }

  @Test
  void aReasonIsQuotedOnOneLineWithoutCredentials() {
    ShardReport fatal =
        new ShardReport(0, 0, 5, LiveSet.UNKNOWN, "a \"b\"\n fs.s3a.secret.key=hunter2");
    assertThat(new ShardLine("app-1", "validate", "group", 0, fatal).text())
        .endsWith("outcome=fatal reason=\"a 'b' fs.s3a.secret.key=*****\"");
  }
}
