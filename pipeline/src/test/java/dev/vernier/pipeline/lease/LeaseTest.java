package dev.vernier.pipeline.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration PATIENCE = Duration.ofMillis(400);

  @TempDir Path folder;

  @Test
  void whatIsLetGoIsTakenAgainWithALargerEpoch() {
    for (long epoch = 1; epoch <= 3; epoch++) {
      try (Lease lease = take(Duration.ofHours(1))) {
        assertThat(lease.epoch()).isEqualTo(epoch);
        lease.requireHeld();
      }
    }
  }

  @Test
  void aLivingHolderIsNamedAndKeepsIt() {
    try (Lease lease = take(PATIENCE)) {
      assertThatThrownBy(() -> take(PATIENCE))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      lease.requireHeld();
    }
  }

  @Test
  void aProcessOfThisMachineThatHasEndedIsReplacedAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    leave(1, new Holder(Holder.thisProcess().host(), ended.pid(), "some time ago"));
    try (Lease lease = take(Duration.ofHours(1))) {
      assertThat(lease.epoch()).isEqualTo(2);
      assertThat(folder.resolve("epoch-000000000001")).doesNotExist();
      assertThat(folder.resolve("beat-000000000001")).doesNotExist();
    }
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotTheHolder() throws IOException {
    long pid = ProcessHandle.current().pid();
    leave(1, new Holder(Holder.thisProcess().host(), pid, "1970-01-01T00:00:00Z"));
    try (Lease lease = take(Duration.ofHours(1))) {
      assertThat(lease.epoch()).isEqualTo(2);
    }
  }

  @Test
  void aSilentHolderElsewhereIsReplacedAfterTheWait() throws IOException {
    leave(7, new Holder("elsewhere", 1, "then"));
    long start = System.nanoTime();
    try (Lease lease = take(PATIENCE)) {
      assertThat(lease.epoch()).isEqualTo(8);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(PATIENCE.toNanos() * 9 / 10);
    }
  }

  @Test
  void aHolderThatWasReplacedKnowsBeforeItPublishes() throws IOException {
    try (Lease old = take(Duration.ofHours(1))) {
      leave(old.epoch() + 1, new Holder("elsewhere", 1, "then"));
      assertThatThrownBy(old::requireHeld)
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("taken over by process 1 on elsewhere (epoch 2)");
    }
  }

  @Test
  void ofManyAtOnceOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> tries = new ArrayList<>();
    List<Lease> taken = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      tries.add(
          () -> {
            try {
              taken.add(take(PATIENCE));
              return true;
            } catch (VernierException e) {
              return false;
            }
          });
    }
    int winners = 0;
    for (Future<Boolean> one : threads.invokeAll(tries)) {
      winners += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(winners).isEqualTo(1);
    taken.get(0).close();
  }

  private Lease take(Duration patience) {
    return Lease.take(folder.toString(), patience, new Configuration());
  }

  private void leave(long epoch, Holder holder) throws IOException {
    Files.write(folder.resolve("epoch-%012d".formatted(epoch)), holder.toBytes());
    Files.writeString(folder.resolve("beat-%012d".formatted(epoch)), "3");
  }
}
