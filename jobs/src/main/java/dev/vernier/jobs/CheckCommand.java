package dev.vernier.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.engine.conformance.CaseResult;
import dev.vernier.engine.conformance.CaseResult.Outcome;
import dev.vernier.engine.conformance.ConformanceRunner;
import dev.vernier.engine.conformance.OperatorPage;
import dev.vernier.onnx.io.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays recorded inputs and outputs through the executor. */
@Command(
    name = "check",
    description = {
      "Replays recorded inputs and outputs of models and compares.",
      "A case is a folder with one .onnx file and test_data_set_0, test_data_set_1, ... with"
          + " input_0.pb, output_0.pb, ...; folders are searched for cases at any depth.",
      "Results must agree within what the model's operators declare.",
      "Exit status 1 if a case failed; cases that need something unsupported, or something left out"
          + " on purpose, are counted, not failed."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders of cases.")
  private List<Path> folders = List.of();

  @Option(
      names = "--unsupported",
      description = "Print a line for each unsupported or left out case too.")
  private boolean listUnsupported;

  @Option(
      names = "--operators",
      paramLabel = "FILE",
      description =
          "Write the page of supported operators, with what came of the cases; without folders its"
              + " part on cases is kept.")
  private Path page;

  @Override
  public Integer call() {
    if (folders.isEmpty() && page == null) {
      throw new UsageException("check: name a folder of cases, or --operators FILE");
    }
    folders.forEach(CheckCommand::requireFolder);
    PrintWriter out = spec.commandLine().getOut();
    ConformanceRunner runner = new ConformanceRunner();
    List<CaseResult> results = new ArrayList<>();
    for (Path folder : folders) {
      for (Path found : ConformanceRunner.find(folder)) {
        CaseResult result = runner.run(found);
        results.add(result);
        print(result, out);
      }
    }
    writePage(results);
    return summarize(results, out);
  }

  private void writePage(List<CaseResult> results) {
    if (page != null) {
      try {
        String before = Files.exists(page) ? Files.readString(page) : "";
        AtomicFiles.write(page, OperatorPage.page(before, results).getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(folder + ": no such folder");
    }
  }

  private void print(CaseResult result, PrintWriter out) {
    boolean attempted = result.outcome() == Outcome.FAILED;
    if (attempted || (listUnsupported && result.outcome() != Outcome.PASSED)) {
      out.println(result);
    }
  }

  private int summarize(List<CaseResult> results, PrintWriter out) {
    long passed = count(results, Outcome.PASSED);
    long failed = count(results, Outcome.FAILED);
    long unsupported = count(results, Outcome.UNSUPPORTED);
    long excluded = count(results, Outcome.EXCLUDED);
    out.printf(
        "%d passed, %d failed, %d unsupported, %d left out on purpose%n",
        passed, failed, unsupported, excluded);
    return new Summary("check")
        .put("passed", passed)
        .put("failed", failed)
        .put("unsupported", unsupported)
        .put("excluded", excluded)
        .put("failures", reasons(results, Outcome.FAILED))
        .put("unsupportedCases", reasons(results, Outcome.UNSUPPORTED))
        .put("excludedCases", reasons(results, Outcome.EXCLUDED))
        .finish(common, failed == 0 ? ExitCode.DONE : ExitCode.FAILED);
  }

  private static long count(List<CaseResult> results, Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static List<Map<String, String>> reasons(List<CaseResult> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> Map.of("case", result.name(), "reason", result.reason()))
        .toList();
  }
}
