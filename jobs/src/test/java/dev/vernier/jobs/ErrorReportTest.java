package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.VernierException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorReportTest {
  @Test
  void messagesForUsersArePassedOnWhole() {
    assertThat(ErrorReport.message(new VernierException("m.onnx: truncated")))
        .isEqualTo("m.onnx: truncated");
    assertThat(ErrorReport.status(new VernierException("x"))).isEqualTo(1);
    assertThat(ErrorReport.status(new UsageException("x"))).isEqualTo(2);
  }

  @Test
  void anythingElseIsADefectAndSaysHowToReportIt() {
    assertThat(ErrorReport.message(new IllegalStateException("odd")))
        .contains("IllegalStateException", "odd", "--stacktrace");
  }

  @Test
  void filesAndMemoryAreNoDefects() {
    assertThat(
            ErrorReport.message(
                new UncheckedIOException(new AccessDeniedException("/secret/ranges.json"))))
        .isEqualTo("/secret/ranges.json: permission denied");
    assertThat(ErrorReport.message(new OutOfMemoryError("Java heap space")))
        .contains("Java heap space", "VERNIER_XMX");
  }

  @Test
  void aFailureReplacesTheSummaryOfAnEarlierRun(@TempDir Path folder) throws Exception {
    Path json = Files.writeString(folder.resolve("summary.json"), "{\"exitCode\" : 0}");
    Path model = Files.write(folder.resolve("m.onnx"), new byte[] {1, 2, 3});
    PrintWriter silent = new PrintWriter(new StringWriter());
    int status =
        Vernier.execute(silent, silent, "inspect", model.toString(), "--json", json.toString());
    assertThat(status).isEqualTo(1);
    assertThat(Files.readString(json)).contains("\"exitCode\" : 1", "m.onnx");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command :
        new String[] {
          "demo",
          "quantize",
          "calibrate",
          "solve",
          "refine",
          "validate",
          "inspect",
          "check",
          "ingest"
        }) {
      StringWriter out = new StringWriter();
      PrintWriter printer = new PrintWriter(out);
      assertThat(Vernier.execute(printer, printer, command, "--help")).as(command).isZero();
      assertThat(out.toString()).contains("Usage: vernier " + command, "--help");
    }
  }

  @Test
  void aMistypedCommandIsAnsweredWithASuggestion() {
    StringWriter err = new StringWriter();
    PrintWriter printer = new PrintWriter(err);
    assertThat(Vernier.execute(printer, printer, "quantise")).isEqualTo(2);
    assertThat(err.toString()).contains("quantise").doesNotContain("\tat ");
  }
}
