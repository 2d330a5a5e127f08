package dev.vernier.pipeline.lease;

import dev.vernier.onnx.VernierException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a lease: {@code epoch-N} with its holder, created once and never replaced, and
 * {@code beat-N}, which the holder writes anew while it lives and ends when it lets go. Needs a
 * file system that creates a file only if there is none: local disks and HDFS do, object stores
 * with conditional writes do.
 */
final class LeaseFiles {
  private static final String EPOCH = "epoch-";
  private static final String BEAT = "beat-";

  private final Path folder;
  private final FileSystem files;

  LeaseFiles(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.files = fileSystem(this.folder, hadoop);
  }

  private static FileSystem fileSystem(Path path, Configuration hadoop) {
    try {
      FileSystem found = path.getFileSystem(hadoop);
      return found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
    } catch (IOException e) {
      throw new VernierException(path + ": no file system for this path: " + e.getMessage(), e);
    }
  }

  /** The newest epoch; 0 if there was none yet. */
  long newest() {
    return epochs().stream().reduce(0L, Math::max);
  }

  private List<Long> epochs() {
    List<Long> epochs = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        String name = status.getPath().getName();
        if (name.matches(EPOCH + "\\d{12}")) {
          epochs.add(Long.parseLong(name.substring(EPOCH.length())));
        }
      }
    } catch (FileNotFoundException e) {
      return epochs;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    Collections.sort(epochs);
    return epochs;
  }

  Optional<Holder> holder(long epoch) {
    return read(path(EPOCH, epoch)).flatMap(Holder::fromBytes);
  }

  /** What the holder wrote last; empty if it has not written yet. */
  Optional<String> beat(long epoch) {
    return read(path(BEAT, epoch)).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }

  /** Claims an epoch; false if another process was faster. */
  boolean claim(long epoch, Holder holder) {
    Path file = path(EPOCH, epoch);
    try {
      files.mkdirs(folder);
      create(file, holder.toBytes());
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (read(file).isPresent()) {
        return false;
      }
      throw new VernierException(
          file + ": cannot be written: " + e.getMessage() + ". Choose a folder you may write", e);
    }
  }

  /** Hadoop's local file system looks and then creates; the operating system does both at once. */
  private void create(Path file, byte[] content) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      Files.write(local.pathToFile(file).toPath(), content, StandardOpenOption.CREATE_NEW);
      return;
    }
    try (OutputStream out = files.create(file, false)) {
      out.write(content);
    }
  }

  void writeBeat(long epoch, String sign) throws IOException {
    try (OutputStream out = files.create(path(BEAT, epoch), true)) {
      out.write(sign.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Removes what epochs before this one have left. */
  void deleteBefore(long epoch) {
    for (long old : epochs()) {
      if (old < epoch) {
        delete(path(BEAT, old));
        delete(path(EPOCH, old));
      }
    }
  }

  private void delete(Path file) {
    try {
      files.delete(file, false);
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  private Optional<byte[]> read(Path file) {
    try (InputStream in = files.open(file)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static VernierException unreadable(Path path, IOException e) {
    return new VernierException(path + ": cannot be read: " + e.getMessage(), e);
  }

  private Path path(String kind, long epoch) {
    return new Path(folder, String.format(Locale.ROOT, "%s%012d", kind, epoch));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
