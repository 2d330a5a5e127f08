package dev.vernier.jobs;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.AtomicFiles;
import dev.vernier.onnx.io.FileErrors;
import dev.vernier.quantize.archive.PackedArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A packed archive to the model it holds. */
@Command(
    name = "unpack",
    description = {
      "Gives back the model of a packed archive, as output.archive writes it, byte for byte."
    })
final class UnpackCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ARCHIVE", description = "Such as model.vpk.")
  private Path archive;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The model file to write.")
  private Path out;

  @Override
  public Integer call() {
    byte[] packed = bytes(archive);
    byte[] model = PackedArchive.unpack(packed);
    AtomicFiles.write(out, model);
    spec.commandLine().getOut().println("unpacked: " + out);
    return new Summary("unpack")
        .put("model", out.toString())
        .put("bytes", model.length)
        .put("packedBytes", packed.length)
        .finish(options, ExitCode.DONE);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }
}
