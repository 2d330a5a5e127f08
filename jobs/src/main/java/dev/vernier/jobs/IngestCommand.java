package dev.vernier.jobs;

import dev.vernier.pipeline.ingest.ArrayIngest;
import dev.vernier.pipeline.ingest.CsvIngest;
import dev.vernier.pipeline.ingest.ImageIngest;
import dev.vernier.pipeline.ingest.TextIngest;
import dev.vernier.pipeline.ingest.WavIngest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Other formats to Parquet. */
@Command(
    name = "ingest",
    description = "Makes Parquet of images, arrays, tables, sound or text.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "FORMAT",
    subcommands = {
      IngestCommand.Images.class,
      IngestCommand.Npy.class,
      IngestCommand.Csv.class,
      IngestCommand.Idx.class,
      IngestCommand.Wav.class,
      IngestCommand.Text.class
    })
final class IngestCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which format? images, npy, csv, idx, wav or text");
  }

  /** A folder of encoded images. */
  @Command(
      name = "images",
      description = {
        "A folder of JPEG, PNG, BMP or GIF files, stored as they are.",
        "Columns: image (binary), label (int, with --labels), name (text)."
      })
  static final class Images implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The images.")
    private Path folder;

    @Option(
        names = "--labels",
        paramLabel = "CSV",
        description = "File name and class index of every image.")
    private Path labels;

    @Override
    public Integer call() {
      Optional<Path> labelFile = Optional.ofNullable(labels).map(IngestOptions::existing);
      return options.finish(
          ImageIngest.run(
              IngestOptions.existing(folder), labelFile, options.out(), options.selection()),
          spec);
    }
  }

  /** Arrays of numpy. */
  @Command(
      name = "npy",
      description = {
        "An NPY array whose first axis counts samples, or an NPZ file of such arrays.",
        "Columns: x (binary, or a number) or the names of the NPZ file's arrays; label, index."
      })
  static final class Npy implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The arrays.")
    private Path file;

    @Option(names = "--labels", paramLabel = "FILE", description = "NPY file of class indices.")
    private Path labels;

    @Override
    public Integer call() {
      Optional<Path> labelFile = Optional.ofNullable(labels).map(IngestOptions::existing);
      return options.finish(
          ArrayIngest.npy(
              IngestOptions.existing(file), labelFile, options.out(), options.selection()),
          spec);
    }
  }

  /** Tables of numbers. */
  @Command(
      name = "csv",
      description = {
        "A table of numbers with a header line.",
        "Columns: x (array of float: all fields but the label's), label."
      })
  static final class Csv implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The table.")
    private Path file;

    @Option(
        names = "--label-column",
        paramLabel = "NAME",
        description = "Field that holds the class index.")
    private String label;

    @Override
    public Integer call() {
      return options.finish(
          CsvIngest.run(
              IngestOptions.existing(file),
              Optional.ofNullable(label),
              options.out(),
              options.selection()),
          spec);
    }
  }

  /** The format of MNIST. */
  @Command(
      name = "idx",
      description = {
        "An IDX file, plain or gzipped, whose first axis counts samples.",
        "Columns: x (binary, or a number), label, index."
      })
  static final class Idx implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The samples.")
    private Path file;

    @Option(names = "--labels", paramLabel = "FILE", description = "IDX file of class indices.")
    private Path labels;

    @Override
    public Integer call() {
      Optional<Path> labelFile = Optional.ofNullable(labels).map(IngestOptions::existing);
      return options.finish(
          ArrayIngest.idx(
              IngestOptions.existing(file), labelFile, options.out(), options.selection()),
          spec);
    }
  }

  /** Sound. */
  @Command(
      name = "wav",
      description = {
        "A folder of WAV files; channels are averaged.",
        "Columns: audio (array of float from -1 to 1), label (with --labels), name."
      })
  static final class Wav implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The clips.")
    private Path folder;

    @Option(
        names = "--labels",
        paramLabel = "CSV",
        description = "File name and class index of every clip.")
    private Path labels;

    @Option(
        names = "--samples",
        defaultValue = "16000",
        paramLabel = "N",
        description =
            "Length; shorter clips are padded with silence, longer ones cut (default:"
                + " ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
        names = "--rate",
        defaultValue = "0",
        paramLabel = "HZ",
        description = "The sample rate that clips must have; 0: any (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Override
    public Integer call() {
      Optional<Path> labelFile = Optional.ofNullable(labels).map(IngestOptions::existing);
      return options.finish(
          WavIngest.run(
              IngestOptions.existing(folder),
              labelFile,
              samples,
              rate,
              options.out(),
              options.selection()),
          spec);
    }
  }

  /** Sentences. */
  @Command(
      name = "text",
      description = {
        "Lines of text, or of text, tab and class index; words are lower-cased, split at spaces and"
            + " looked up in the vocabulary, after [CLS] and before [PAD].",
        "Columns: input_ids and attention_mask (array of long), label, name."
      })
  static final class Text implements Callable<Integer> {
    @Mixin private IngestOptions options;
    @Spec private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The lines.")
    private Path file;

    @Option(
        names = "--vocabulary",
        required = true,
        paramLabel = "FILE",
        description = "One token a line; the line's number from 0 is the token's id.")
    private Path vocabulary;

    @Option(
        names = "--max-length",
        required = true,
        paramLabel = "N",
        description = "Tokens of a row; longer sentences are cut, shorter ones padded.")
    private int length;

    @Override
    public Integer call() {
      return options.finish(
          TextIngest.run(
              IngestOptions.existing(file),
              IngestOptions.existing(vocabulary),
              length,
              options.out(),
              options.selection()),
          spec);
    }
  }
}
