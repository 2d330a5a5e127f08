package dev.vernier.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds models and recorded tests that are shared between checkouts; tests without them skip. */
public final class Shared {
  private Shared() {}

  /** The folder with {@code models} and {@code onnx-tests}. */
  public static Path folder() {
    String given = System.getProperty("VERNIER_SHARED", System.getenv("VERNIER_SHARED"));
    Path found = given == null ? search() : Path.of(given);
    Assumptions.assumeTrue(
        found != null && Files.isDirectory(found.resolve("models")),
        "no shared models: set VERNIER_SHARED or put the folder shared/ beside the checkout");
    return found;
  }

  private static Path search() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("shared/models"))) {
      at = at.getParent();
    }
    return at == null ? null : at.resolve("shared");
  }

  public static List<Path> models() {
    try (Stream<Path> files = Files.list(folder().resolve("models"))) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path model(String name) {
    Path file = folder().resolve("models").resolve(name);
    Assumptions.assumeTrue(Files.isRegularFile(file), "no shared model " + name);
    return file;
  }
}
