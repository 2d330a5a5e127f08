package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.jobs.Vernier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a run of the program printed and how it ended. */
public record Run(int status, String out, String err) {
  private static final long MINUTES = 10;

  /** Runs a command in this JVM. */
  public static Run here(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Vernier.execute(buffered(out), buffered(err), arguments);
    return new Run(status, out.toString(), err.toString());
  }

  /** As a process's streams are: what is not flushed is lost. */
  private static PrintWriter buffered(StringWriter target) {
    return new PrintWriter(new BufferedWriter(target), true);
  }

  /** Runs a command through bin/vernier, in a JVM of its own. */
  public static Run program(String javaOptions, String... arguments) {
    return withHeap("1g", javaOptions, arguments);
  }

  /** Runs a command through bin/vernier, in a JVM of its own with this heap. */
  static Run withHeap(String heap, String javaOptions, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(Checkout.home().resolve("bin/vernier").toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("vernier-out", ".txt");
      Path err = Files.createTempFile("vernier-err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(Map.of("VERNIER_JAVA_OPTS", javaOptions, "VERNIER_XMX", heap));
      Process process = builder.start();
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
      Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return run;
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Fails unless the run has succeeded. */
  public Run succeeded() {
    assertThat(status).as("%s%n%s", out, err).isZero();
    return this;
  }

  /** Fails unless the run has failed with a message of one screen that says these things. */
  public void failedSaying(int expected, String... words) {
    assertThat(status).as("%s%n%s", out, err).isEqualTo(expected);
    assertThat(err).contains("vernier: ").contains(words);
    assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(err.lines().count()).as(err).isLessThan(40);
  }
}
