package dev.vernier.onnx.io;

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

/** Temporary files beside a target that are renamed when complete and deleted when not. */
final class AtomicFiles implements AutoCloseable {
  private final Path target;
  private final List<Path> temporaries = new ArrayList<>();

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
