package dev.vernier.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the summary as JSON to this file.")
  private Path json;

  @Option(
      names = ErrorReport.STACK_TRACE_OPTION,
      description = "Print the stack trace of an error too.")
  @SuppressWarnings("unused") // read by the command line library
  private boolean stackTrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Explain this command.")
  @SuppressWarnings("unused") // read by the command line library
  private boolean help;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set a configuration key; may be given several times. Wins over the configuration file.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = "Spark master, for example local[2] or spark://host:7077; sets run.master.")
  private String master;

  Path json() {
    return json;
  }

  /** Overrides of the configuration in the order in which they apply. */
  List<String> overrides() {
    List<String> all = new ArrayList<>();
    if (master != null) {
      all.add("run.master=" + master);
    }
    all.addAll(overrides);
    return all;
  }
}
