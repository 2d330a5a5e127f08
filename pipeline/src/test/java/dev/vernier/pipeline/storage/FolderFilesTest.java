package dev.vernier.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a local disk, and on a store that cannot rename. */
class FolderFilesTest {
  private static final byte[] SOME = {1, 2, 3};
  private static final byte[] OTHER = {4};

  @TempDir java.nio.file.Path disk;

  private FolderFiles files(boolean store) {
    Path parent = store ? ObjectStore.bucket("folder-files") : new Path(disk.toUri());
    return new FolderFiles(new Path(parent, "a/b"), ObjectStore.configuration());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsThereIsNotCreatedAgainButReplaced(boolean store) {
    FolderFiles files = files(store);
    assertThat(files.names()).isEmpty();
    assertThat(files.read("x")).isEmpty();
    assertThat(files.createNew("x", SOME)).isTrue();
    assertThat(files.createNew("x", OTHER)).isFalse();
    assertThat(files.read("x")).hasValue(SOME);
    files.replace("x", OTHER);
    assertThat(files.read("x")).hasValue(OTHER);
    files.replace("w", SOME);
    assertThat(files.names()).containsExactly("w", "x");
    files.delete("x");
    files.delete("x");
    assertThat(files.names()).containsExactly("w");
  }

  @Test
  void ofManyAtOnceOneCreates() throws Exception {
    FolderFiles files = files(false);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] content = {(byte) i};
      tries.add(() -> files.createNew("x", content));
    }
    int created = 0;
    for (Future<Boolean> one : threads.invokeAll(tries)) {
      created += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(created).isEqualTo(1);
    assertThat(disk.resolve("a/b")).isDirectoryContaining("glob:**/x");
    assertThat(files.names()).containsExactly("x");
  }

  @Test
  void whatADeadProcessLeftUnfinishedIsNotSeenAndCanBeDeleted() throws IOException {
    FolderFiles files = files(false);
    files.replace("x", SOME);
    Files.write(disk.resolve("a/b/.attempt-x-0123"), OTHER);
    Files.write(disk.resolve("a/b/.attempt-y-0123"), OTHER);
    assertThat(files.names()).containsExactly("x");
    files.deleteUnfinished("x");
    assertThat(disk.resolve("a/b/.attempt-x-0123")).doesNotExist();
    assertThat(disk.resolve("a/b/.attempt-y-0123")).exists();
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    FolderFiles files = files(false);
    files.replace("x", SOME);
    assertThatThrownBy(
            () ->
                files.replace(
                    "x",
                    path -> {
                      Files.write(java.nio.file.Path.of(URI.create("" + path)), OTHER);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("x: cannot be written: No space left on device")
        .hasMessageContaining("with room in it");
    assertThat(files.read("x")).hasValue(SOME);
    assertThat(disk.resolve("a/b")).isDirectoryNotContaining("glob:**/.attempt*");
  }

  /** Hadoop's local file system throws an error, not an exception, when the disk is full. */
  @Test
  void aFullDiskIsAnOrdinaryFailure() {
    Path full = new Path("file:/dev/full");
    assumeTrue(Files.exists(java.nio.file.Path.of("/dev/full")), "skipped: no /dev/full here");
    FolderFiles files = files(false);
    assertThatThrownBy(
            () ->
                files.replace(
                    "x",
                    path -> {
                      try (OutputStream out = files.fileSystem().create(full, true)) {
                        out.write(SOME);
                      }
                    }))
        .isInstanceOf(VernierException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("x: cannot be written: No space left on device");
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.write(disk.resolve("a"), SOME);
    FolderFiles files = new FolderFiles(new Path(disk.resolve("a/b").toUri()), new Configuration());
    assertThatThrownBy(() -> files.createNew("x", SOME)).hasMessageContaining("a/b/x: cannot be");
  }
}
