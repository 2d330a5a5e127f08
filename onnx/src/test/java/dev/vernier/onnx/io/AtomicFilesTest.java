package dev.vernier.onnx.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void replacesAndLeavesNothingElse() {
    Path file = folder.resolve("new/report.json");
    AtomicFiles.write(file, "one".getBytes(UTF_8));
    AtomicFiles.write(file, "two".getBytes(UTF_8));
    assertThat(file).hasContent("two");
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void whatIsInTheWayStays() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> AtomicFiles.write(file.resolve("x.json"), new byte[3]))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("x.json: cannot be written");
    assertThat(file).hasContent("in the way");
    assertThatThrownBy(() -> AtomicFiles.write(folder, new byte[3]))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("it is a folder");
  }
}
