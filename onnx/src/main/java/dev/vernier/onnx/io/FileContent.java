package dev.vernier.onnx.io;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole files, with messages for users. */
final class FileContent {
  private FileContent() {}

  static byte[] read(Path file, String what) {
    try {
      if (Files.isDirectory(file)) {
        throw new VernierException(file + ": expected " + what + ", but it is a folder");
      }
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE - 8) {
        throw new VernierException(
            String.format(
                "%s: it has %d bytes, but %s file holds less than 2 GB; save its tensors as"
                    + " external data",
                file, size, what));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new VernierException(
          file + ": cannot be read: " + FileErrors.reason(e) + "; expected " + what);
    }
  }

  static VernierException damaged(String where, String what, int size) {
    return new VernierException(
        String.format(
            "%s: its %d bytes are not %s; the file is damaged, truncated or of another kind",
            where, size, what));
  }
}
