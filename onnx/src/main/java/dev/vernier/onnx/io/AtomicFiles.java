package dev.vernier.onnx.io;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files that appear whole: written beside the target, renamed when complete, deleted if not. */
public final class AtomicFiles implements AutoCloseable {
  private final Path target;
  private final List<Path> temporaries = new ArrayList<>();

  /**
   * Replaces a file by the content, or leaves it as it was; makes the folder if need be.
   *
   * @throws VernierException if it cannot be written
   */
  public static void write(Path file, byte[] content) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      try (AtomicFiles files = new AtomicFiles(target)) {
        Path temporary = files.temporary();
        Files.write(temporary, content);
        files.commit(temporary, target);
      }
    } catch (IOException e) {
      throw new VernierException(
          file
              + ": cannot be written: "
              + FileErrors.reason(e)
              + ". Choose a folder you may write, with space left",
          e);
    }
  }

  AtomicFiles(Path target) throws IOException {
    this.target = target;
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a folder");
    }
    if (!Files.isDirectory(target.getParent())) {
      throw new NoSuchFileException(target.getParent().toString());
    }
  }

  /** A new name in the target's folder; whatever stands there when this is closed is deleted. */
  Path temporary() {
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    temporaries.add(temporary);
    return temporary;
  }

  Path folder() {
    return target.getParent();
  }

  /** Renames a complete temporary file, replacing what has the name. */
  void commit(Path temporary, Path name) throws IOException {
    try {
      Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, name, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path temporary : temporaries) {
      Files.deleteIfExists(temporary);
    }
  }
}
