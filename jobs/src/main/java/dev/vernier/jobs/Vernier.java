package dev.vernier.jobs;

import dev.vernier.conf.Redaction;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: one command a job. */
@Command(
    name = "vernier",
    mixinStandardHelpOptions = true,
    versionProvider = Vernier.Version.class,
    description = "Calibrates and quantizes ONNX models on the data they serve.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      QuantizeCommand.class,
      CalibrateCommand.class,
      SolveCommand.class,
      RefineCommand.class,
      ValidateCommand.class,
      NightlyCommand.class,
      RegistryCommand.class,
      MergeCommand.class,
      DiffCommand.class,
      UnpackCommand.class,
      InspectCommand.class,
      CheckCommand.class,
      IngestCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done, 1 the run failed, 2 wrong usage or configuration, 3 a gate said no.",
      "'vernier COMMAND --help' explains a command."
    })
public final class Vernier implements Runnable {
  @Spec private CommandSpec spec;

  private Vernier() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    int status = execute(arguments);
    System.out.flush();
    System.err.flush();
    // Threads of libraries that are not daemons must not keep the program alive.
    System.exit(status);
  }

  /** Runs a command with this JVM's standard streams; returns its exit status. */
  public static int execute(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return execute(out, err, arguments);
  }

  /** Runs a command with these streams; returns its exit status. */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Redaction.remember(System.getenv());
    PrintWriter shown = HidingWriter.over(out);
    PrintWriter said = HidingWriter.over(err);
    try {
      return commandLine(shown, said).execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      said.println("vernier: " + ErrorReport.message(e));
      return ExitCode.FAILED;
    } finally {
      // Writers flush themselves only at the end of a line they print as one.
      shown.flush();
      said.flush();
    }
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    ErrorReport errors = new ErrorReport();
    return new CommandLine(new Vernier())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? 'vernier --help' lists them");
  }

  /** Prints the version of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vernier " + BuildInfo.version()};
    }
  }
}
