package dev.vernier.engine.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ONNX node tests, unpacked once into the build folder. */
final class NodeTests {
  private NodeTests() {}

  /** The folder of all cases; skips the test with a message where archive or tar is absent. */
  static Path require() throws IOException, InterruptedException {
    Path archive = SharedFiles.require("onnx-tests/node-tests.tar.xz");
    Path target = Path.of("target", "onnx-node-tests").toAbsolutePath();
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
