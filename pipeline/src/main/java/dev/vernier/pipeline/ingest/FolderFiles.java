package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files below a folder that end in one of some extensions, sorted by their path within it, so
 * that every n-th of them takes its share of each subfolder.
 */
final class FolderFiles {
  private FolderFiles() {}

  static List<Path> of(Path folder, Set<String> extensions) {
    if (!Files.isDirectory(folder)) {
      throw new VernierException("no such folder: " + folder);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found =
          files
              .filter(f -> Files.isRegularFile(f) && extensions.contains(extension(f)))
              .filter(f -> !f.getFileName().toString().startsWith("."))
              .sorted(Comparator.comparing((Path f) -> name(folder, f)))
              .toList();
      if (found.isEmpty()) {
        throw new VernierException("no " + String.join(", ", extensions) + " file in " + folder);
      }
      return found;
    } catch (IOException e) {
      throw new VernierException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The path of a file within the folder, with slashes. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  static byte[] read(Path file) throws BadRowException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadRowException("cannot be read: " + e.getMessage(), e);
    }
  }
}
