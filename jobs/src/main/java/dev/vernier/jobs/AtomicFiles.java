package dev.vernier.jobs;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/** Files and folders that appear whole or not at all. */
final class AtomicFiles {
  private AtomicFiles() {}

  /** Replaces the file by the content, or leaves it as it was. */
  static void write(Path file, byte[] content) {
    Path target = file.toAbsolutePath();
    Path attempt = attempt(target);
    try {
      Files.createDirectories(target.getParent());
      Files.write(attempt, content);
      Files.move(attempt, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(attempt);
      throw unwritable(target, e);
    }
  }

  /** A name beside the target that no other attempt uses. */
  static Path attempt(Path target) {
    return target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
  }

  /** Puts a finished file or folder in the place of the target, which may exist. */
  static void replace(Path finished, Path target) {
    Path old = attempt(target);
    try {
      if (Files.isDirectory(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
    discard(old);
  }

  /** Makes sure that a folder exists and can be written, before long work. */
  static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".vernier-probe", null));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Deletes a file or folder if it is there; what cannot be deleted stays. */
  static void discard(Path path) {
    try {
      if (Files.exists(path)) {
        Files.walkFileTree(path, new Deleter());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be deleted", e);
    }
  }

  private static VernierException unwritable(Path path, IOException cause) {
    return new VernierException(
        path + ": cannot be written: " + Reasons.of(cause) + ". Choose a folder you may write.",
        cause);
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
