package dev.vernier.pipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds models and data that are kept beside a checkout; tests that need them are skipped without.
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder under the shared folder. */
  public static Path require(String relative) {
    Optional<Path> root = root();
    assumeTrue(root.isPresent(), "shared data not found: set VERNIER_SHARED");
    Path path = root.get().resolve(relative);
    assumeTrue(Files.exists(path), "shared data lacks " + relative);
    return path;
  }

  private static Optional<Path> root() {
    String given = System.getProperty("VERNIER_SHARED", System.getenv("VERNIER_SHARED"));
    if (given != null) {
      return Optional.of(Path.of(given));
    }
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path shared = p.resolve("shared");
      if (Files.isDirectory(shared.resolve("models"))) {
        return Optional.of(shared);
      }
    }
    return Optional.empty();
  }

  /** Unpacks a plain tar file; entries are regular files in one folder. */
  public static Path untar(Path tar, Path into) throws Exception {
    Process process =
        new ProcessBuilder("tar", "-xf", tar.toString(), "-C", into.toString())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assumeTrue(process.waitFor() == 0, "cannot unpack " + tar);
    return into;
  }
}
