package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.VernierException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

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
  void everyCommandExplainsItself() {
    for (String command :
        new String[] {
          "demo", "quantize", "calibrate", "solve", "validate", "inspect", "check", "ingest"
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
