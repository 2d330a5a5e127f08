package dev.vernier.jobs;

import dev.vernier.conf.ConfigException;
import dev.vernier.jobs.spark.MemoryShortage;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.FileErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one message and an exit status. */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  static final String STACK_TRACE_OPTION = "--stacktrace";

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("vernier: " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    traceIfAsked(problem, List.of(arguments), err);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    err.println("vernier: " + message(problem));
    traceIfAsked(problem, arguments.originalArgs(), err);
    writeSummary(problem, command);
    return status(problem);
  }

  /** Whoever reads the summary must not find that of an earlier run. */
  private static void writeSummary(Exception problem, CommandLine command) {
    Path json = command.getParseResult().matchedOptionValue("--json", null);
    if (json == null) {
      return;
    }
    try {
      new Summary(command.getCommandName())
          .put("error", message(problem))
          .put("exitCode", status(problem))
          .write(json);
    } catch (VernierException e) {
      command.getErr().println("vernier: " + e.getMessage());
    }
  }

  /** One line for what no handler gets to see. */
  static String message(VirtualMachineError error) {
    return error instanceof OutOfMemoryError memory
        ? MemoryShortage.describe(memory)
        : "the model is nested too deeply: " + error;
  }

  private static void traceIfAsked(Exception problem, List<String> arguments, PrintWriter err) {
    if (arguments.contains(STACK_TRACE_OPTION)) {
      problem.printStackTrace(err);
    }
  }

  static int status(Exception problem) {
    boolean usage = problem instanceof ConfigException || problem instanceof UsageException;
    return usage ? ExitCode.USAGE : ExitCode.FAILED;
  }

  static String message(Exception problem) {
    boolean complete =
        problem instanceof ConfigException
            || problem instanceof UsageException
            || problem instanceof VernierException;
    if (complete) {
      return problem.getMessage();
    }
    if (problem instanceof UncheckedIOException file) {
      IOException cause = file.getCause();
      return cause.getMessage() + ": " + FileErrors.reason(cause);
    }
    return "unexpected "
        + problem.getClass().getSimpleName()
        + ": "
        + problem.getMessage()
        + "\nThis is a defect of Vernier. Run again with "
        + STACK_TRACE_OPTION
        + " and report the output.";
  }
}
