package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file written once, whole, by the driver. */
final class PlainFile {
  private final Path path;
  private final FileSystem files;

  PlainFile(String path, Configuration hadoop) {
    this.path = new Path(path);
    this.files = FolderFiles.fileSystem(this.path, hadoop);
  }

  String path() {
    return path.toString();
  }

  boolean exists() {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new VernierException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  byte[] read() {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new VernierException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  void write(byte[] content) {
    Path attempt = new Path(path.getParent(), ".attempt-" + UUID.randomUUID());
    try {
      files.mkdirs(path.getParent());
      try (OutputStream out = files.create(attempt, false)) {
        out.write(content);
      }
      if (!files.rename(attempt, path)) {
        throw new IOException("the rename to its final name failed");
      }
    } catch (IOException e) {
      throw new VernierException(path + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
