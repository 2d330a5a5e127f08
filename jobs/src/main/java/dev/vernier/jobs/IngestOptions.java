package dev.vernier.jobs;

import dev.vernier.pipeline.ingest.Every;
import dev.vernier.pipeline.ingest.IngestReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every kind of ingest has. */
final class IngestOptions {
  private static final Pattern PART = Pattern.compile("(\\d+)/(\\d+)");
  private static final int LISTED = 10;

  @Mixin private CommonOptions common;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The Parquet file to write.")
  private Path out;

  @Option(
      names = "--take",
      paramLabel = "K/N",
      description =
          "Take only the items whose position, by sorted name, is K modulo N: 0/5 takes"
              + " every fifth.")
  private String take;

  @Option(
      names = "--skip",
      paramLabel = "K/N",
      description = "Take all items but those: --skip 0/5 takes what --take 0/5 leaves.")
  private String skip;

  Path out() {
    return out;
  }

  Every selection() {
    if (take != null && skip != null) {
      throw new UsageException("expected --take or --skip, not both");
    }
    if (take != null) {
      Matcher part = part("--take", take);
      return Every.take(Integer.parseInt(part.group(2)), Integer.parseInt(part.group(1)));
    }
    if (skip != null) {
      Matcher part = part("--skip", skip);
      return Every.skip(Integer.parseInt(part.group(2)), Integer.parseInt(part.group(1)));
    }
    return Every.ITEM;
  }

  private static Matcher part(String option, String text) {
    Matcher matcher = PART.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(option + " " + text + ": expected K/N, such as 0/5");
    }
    return matcher;
  }

  /** Fails unless the path exists. */
  static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new UsageException(path + ": no such file or folder");
    }
    return path;
  }

  /** Says what was written and what was left out. */
  int finish(IngestReport report, CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    report.skipped().stream().limit(LISTED).forEach(line -> err.println("left out: " + line));
    if (report.skipped().size() > LISTED) {
      err.println("and " + (report.skipped().size() - LISTED) + " more");
    }
    spec.commandLine()
        .getOut()
        .println(
            report.file()
                + ": "
                + report.rows()
                + " rows of "
                + String.join(", ", report.columns()));
    return new Summary("ingest " + spec.name())
        .put("file", report.file().toString())
        .put("rows", report.rows())
        .put("skipped", report.skipped())
        .put("columns", report.columns())
        .finish(common, ExitCode.DONE);
  }
}
