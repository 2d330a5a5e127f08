package dev.vernier.engine.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives of recorded ONNX tests, unpacked once into the build folder. */
final class SharedCases {
  private SharedCases() {}

  /** The node tests; skips the test with a message where archive or tar is absent. */
  static Path nodeTests() throws IOException, InterruptedException {
    return require("node-tests");
  }

  /** Small whole models; skips the test with a message where archive or tar is absent. */
  static Path modelTests() throws IOException, InterruptedException {
    return require("backend-data");
  }

  private static Path require(String name) throws IOException, InterruptedException {
    Path archive = SharedFiles.require("onnx-tests/" + name + ".tar.xz");
    Path target = Path.of("target", "onnx-" + name).toAbsolutePath();
    Path done = target.resolve("unpacked");
    if (!Files.exists(done)) {
      Files.createDirectories(target);
      assumeTrue(unpack(archive, target), "skipped: tar with xz is not available");
      Files.createFile(done);
    }
    return target;
  }

  private static boolean unpack(Path archive, Path target) throws InterruptedException {
    try {
      return new ProcessBuilder("tar", "xJf", archive.toString(), "-C", target.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
