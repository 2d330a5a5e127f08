package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.it.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the cluster: a JVM with Spark's jars, whose output goes to a file. */
final class Jvm implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Jvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** What a JVM is started with. */
  record Command(String classPath, List<String> options, Map<String, String> environment) {
    /** Spark's jars alone, and little memory. */
    static Command spark(Map<String, String> environment, String... options) {
      return new Command(jars(), List.of(options), environment);
    }

    static String jars() {
      return Checkout.home().resolve("jobs/target/spark-home/jars") + "/*";
    }
  }

  static Jvm start(Path log, Command how, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx600m"));
    command.addAll(opens());
    command.add("-Dvernier.home=" + Checkout.home());
    command.addAll(how.options());
    command.addAll(List.of("-cp", how.classPath() + File.pathSeparator + leash()));
    command.addAll(List.of(Leash.class.getName(), main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(how.environment());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return new Jvm(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This JVM was opened for Spark, and so are those it starts. */
  private static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-"))
        .toList();
  }

  private static String leash() {
    return Leash.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Waits until the output has a line with this in it, and returns the first group. */
  String awaitLine(String regex) {
    Pattern pattern = Pattern.compile(regex);
    Await.until(
        () -> regex + " in the output:\n" + output(),
        () -> pattern.matcher(output()).find() || !isAlive());
    Matcher found = pattern.matcher(output());
    assertThat(found.find()).as("%s in the output:%n%s", regex, output()).isTrue();
    return found.groupCount() > 0 ? found.group(1) : found.group();
  }

  /** The process of this JVM or of one it has started, whose command line contains a word. */
  ProcessHandle descendant(String word) {
    return process
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains(word))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process " + word + "\n" + output()));
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit status, once it has ended by itself. */
  int status(Duration patience) {
    try {
      assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
          .as("ended in %s:%n%s", patience, output())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    kill(process.toHandle());
  }

  static void kill(ProcessHandle one) {
    one.destroyForcibly();
    one.onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    kill();
    all.forEach(Jvm::kill);
  }
}
