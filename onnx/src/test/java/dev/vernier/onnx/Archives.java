package dev.vernier.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Unpacks shared archives of recorded tests. */
public final class Archives {
  private Archives() {}

  /** The models of an archive, unpacked into a folder. */
  public static List<Path> models(String archive, Path into)
      throws IOException, InterruptedException {
    Path file = Shared.folder().resolve("onnx-tests").resolve(archive);
    Assumptions.assumeTrue(Files.isRegularFile(file), "no shared archive " + archive);
    Process tar =
        new ProcessBuilder("tar", "xJf", file.toString(), "-C", into.toString())
            .inheritIO()
            .start();
    Assumptions.assumeTrue(tar.waitFor(60, TimeUnit.SECONDS) && tar.exitValue() == 0, "no tar");
    try (Stream<Path> files = Files.walk(into)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
  }
}
