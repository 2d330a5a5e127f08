package dev.vernier.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of real models and data, which lies outside the project. */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file of the shared folder; skips the test with a message where it is absent. */
  public static Path require(String relative) {
    Path root = root();
    Path file = root == null ? null : root.resolve(relative);
    assumeTrue(
        file != null && Files.exists(file),
        () -> "skipped: shared/" + relative + " is absent; set VERNIER_SHARED to its folder");
    return file;
  }

  private static Path root() {
    String configured = System.getProperty("VERNIER_SHARED", System.getenv("VERNIER_SHARED"));
    if (configured != null) {
      return Path.of(configured);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/models"))) {
      folder = folder.getParent();
    }
    return folder == null ? null : folder.resolve("shared");
  }
}
