package dev.vernier.jobs;

import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The whole pipeline on the bundled model and data. */
@Command(
    name = "demo",
    description = {
      "Quantizes the bundled image classifier with every range method, on the bundled images, and"
          + " compares.",
      "Leaves model.onnx, ranges.json, states/, report.json, report.html, run.json and vernier.conf"
          + " in the output folder."
    })
final class DemoCommand implements Callable<Integer> {
  /** Where Vernier is installed. */
  static final String HOME_PROPERTY = "vernier.home";

  private static final String DEFAULT_OUT = "vernier-demo";

  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    JobConfig job = options.parse(text(folder(), options.outOr(DEFAULT_OUT)), "demo.conf");
    try (Workflow work = new Workflow(job, err, options.restart())) {
      OutputFolder.writeText(work.out().config(), ConfigWriter.render(job));
      QuantizeJob quantize = new QuantizeJob(work, spec.commandLine().getOut(), err);
      return quantize.run(new Summary("demo"), options.common());
    }
  }

  private static Path folder() {
    Path folder = Path.of(System.getProperty(HOME_PROPERTY, ".")).resolve("demo");
    if (!Files.isRegularFile(folder.resolve("model.onnx"))) {
      throw new UsageException(
          folder.toAbsolutePath()
              + ": the demonstration's files are not here; run bin/vernier of a checkout, or set -D"
              + HOME_PROPERTY);
    }
    return folder;
  }

  private static String text(Path folder, Path out) {
    try (InputStream in = DemoCommand.class.getResourceAsStream("demo.conf")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@demo@", folder.toString())
          .replace("@out@", out.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
