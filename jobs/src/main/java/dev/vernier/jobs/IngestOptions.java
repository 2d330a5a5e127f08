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
  private static final Pattern PART = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
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
          "Take only the items whose position, by sorted path, is K modulo N: 0/5 takes"
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
      return part("--take", take, false);
    }
    if (skip != null) {
      return part("--skip", skip, true);
    }
    return Every.ITEM;
  }

  private static Every part(String option, String text, boolean skip) {
    Matcher matcher = PART.matcher(text);
    if (!matcher.matches() || number(matcher, 1) >= number(matcher, 2)) {
      throw new UsageException(
          option + " " + text + ": expected K/N with K from 0 below N, such as 0/5");
    }
    return new Every(number(matcher, 2), number(matcher, 1), skip);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
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
