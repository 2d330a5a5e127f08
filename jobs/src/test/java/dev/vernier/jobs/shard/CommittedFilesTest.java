package dev.vernier.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedFilesTest {
  private static final byte[] SOME = {1, 2, 3};
  private static final byte[] OTHER = {1, 2, 4};

  @TempDir Path folder;
  private CommittedFiles files;

  @BeforeEach
  void open() {
    files = new CommittedFiles(folder.resolve("shards").toString(), new Configuration());
  }

  @Test
  void whatIsCommittedIsRead() {
    assertThat(files.names()).isEmpty();
    assertThat(files.read("000001")).isEmpty();
    assertThat(files.commit("000001", SOME)).isTrue();
    assertThat(files.read("000001")).hasValue(SOME);
    assertThat(files.names()).containsExactly("000001");
  }

  @Test
  void committingTheSameAgainIsSuccess() {
    files.commit("000001", SOME);
    assertThat(files.commit("000001", SOME)).isFalse();
  }

  @Test
  void committingSomethingElseIsFatal() {
    files.commit("000001", SOME);
    assertThatThrownBy(() -> files.commit("000001", OTHER))
        .isInstanceOf(DeterminismException.class)
        .hasMessageContaining("000001")
        .hasMessageContaining(Sha256.hexOf(SOME))
        .hasMessageContaining(Sha256.hexOf(OTHER));
    assertThat(files.read("000001")).hasValue(SOME);
  }

  @Test
  void tornFilesCountAsMissingAndAreReplaced() throws IOException {
    files.commit("000001", SOME);
    Path file = folder.resolve("shards/000001");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(files.read("000001")).as("cut to %d bytes", length).isEmpty();
    }
    assertThat(files.commit("000001", OTHER)).isTrue();
    assertThat(files.read("000001")).hasValue(OTHER);
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    files.commit("000001", SOME);
    Path file = folder.resolve("shards/000001");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(file, flipped);
      assertThat(files.read("000001")).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void concurrentAttemptsLeaveOneFileAndNoLitter() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      attempts.add(pool.submit(() -> files.commit("000007", SOME)));
    }
    for (Future<Boolean> attempt : attempts) {
      attempt.get();
    }
    pool.shutdown();
    try (var listed = Files.list(folder.resolve("shards"))) {
      assertThat(listed)
          .extracting(path -> path.getFileName().toString())
          .containsExactly("000007");
    }
  }

  @Test
  void ofTwoDifferentAttemptsAtOnceOneIsAlwaysRefused() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 200; i++) {
      String name = "shard" + i;
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Boolean>> attempts = new ArrayList<>();
      for (byte[] bytes : List.of(SOME, OTHER)) {
        attempts.add(
            pool.submit(
                () -> {
                  together.await();
                  return files.commit(name, bytes);
                }));
      }
      int refused = 0;
      for (Future<Boolean> attempt : attempts) {
        try {
          assertThat(attempt.get()).isTrue();
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(DeterminismException.class);
          refused++;
        }
      }
      assertThat(refused).as(name).isEqualTo(1);
    }
    pool.shutdown();
  }
}
