package dev.vernier.jobs;

import com.typesafe.config.ConfigUtil;
import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.guess.ConfigGuess;
import dev.vernier.jobs.guess.Guess;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.quantize.export.OutputFormats;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The whole path: calibrate, solve, quantize, validate, report. */
@Command(
    name = "quantize",
    description = {
      "Calibrates, quantizes and validates a model, and reports what it cost.",
      "With --config, as the file says. With MODEL and DATA (a Parquet file or folder, or a folder"
          + " of images), the settings are guessed, printed, and written to vernier.conf in the"
          + " output folder, to be edited and used with --config. Formats that need no calibration,"
          + " such as --set quantization.format=float16, need no DATA.",
      "Leaves model.onnx, ranges.json, states/, report.json, report.html and run.json in the output"
          + " folder. Exit status 3 if the accuracy drops by more than validation.max-drop."
    })
final class QuantizeCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "vernier-out";

  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "FP32 ONNX model.")
  private Path modelFile;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description =
          "Parquet file or folder, or a folder of images (with labels.csv, if there are"
              + " labels).")
  private Path data;

  @Option(
      names = "--validation",
      paramLabel = "DATA",
      description = "Other data to validate on; without it DATA is split.")
  private Path validation;

  @Override
  public Integer call() {
    JobConfig job = options.hasConfig() ? configured() : guessed();
    try (Workflow work = new Workflow(job, err(), options.restart())) {
      QuantizeJob quantize = new QuantizeJob(work, spec.commandLine().getOut(), err());
      return quantize.run(new Summary("quantize"), options.common());
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private JobConfig configured() {
    if (modelFile != null) {
      throw new UsageException(
          "--config already names the model and the data; remove '" + modelFile + "'");
    }
    return options.load();
  }

  private JobConfig guessed() {
    if (modelFile == null) {
      throw new UsageException("expected --config FILE, or MODEL and DATA");
    }
    requireFile(modelFile);
    if (data == null) {
      return withoutData();
    }
    Path out = options.outOr(DEFAULT_OUT);
    OutputFolder.requireWritable(out);
    String parquet = Datasets.parquet(data, out.resolve("data/calibration.parquet"), err());
    Optional<String> other =
        Optional.ofNullable(validation)
            .map(path -> Datasets.parquet(path, out.resolve("data/validation.parquet"), err()));
    Guess guess =
        ConfigGuess.of(
            OnnxReader.read(modelFile), modelFile.toString(), parquet, other, new Configuration());
    JobConfig job = options.parse(guess.hocon(), "the guessed configuration");
    announce(guess, job, new OutputFolder(Path.of(job.output().dir())));
    return job;
  }

  /** A job whose format needs no statistics. */
  private JobConfig withoutData() {
    String model = ConfigUtil.quoteString(modelFile.toString());
    String dir = ConfigUtil.quoteString(options.outOr(DEFAULT_OUT).toString());
    JobConfig job =
        options.parse("model.path = " + model + "\noutput.dir = " + dir, "the command line");
    if (OutputFormats.find(job.quantization().format()).needsRanges()) {
      throw new UsageException(
          "expected MODEL and DATA: quantization.format = "
              + job.quantization().format()
              + " needs calibration data; those that do not: "
              + String.join(", ", OutputFormats.withoutRanges()));
    }
    return job;
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": no such model file");
    }
  }

  private void announce(Guess guess, JobConfig job, OutputFolder out) {
    err().println("guessed:");
    guess.notes().forEach(note -> err().println("  " + note));
    err().println("edit " + out.config() + " and use --config where a guess is wrong");
    OutputFolder.writeText(out.config(), ConfigWriter.render(job));
  }
}
