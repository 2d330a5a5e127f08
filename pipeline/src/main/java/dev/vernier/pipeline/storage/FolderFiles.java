package dev.vernier.pipeline.storage;

import dev.vernier.onnx.VernierException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The small files of one folder, which need not exist yet. Failures name the file. */
public final class FolderFiles {
  private static final String ATTEMPT_PREFIX = ".attempt-";

  private final Path folder;
  private final FileSystem files;

  public FolderFiles(Path folder, Configuration hadoop) {
    this.files = fileSystem(folder, hadoop);
    this.folder = folder;
  }

  /** The file system of a path, without the checksum files that Hadoop keeps beside local ones. */
  public static FileSystem fileSystem(Path path, Configuration hadoop) {
    try {
      FileSystem found = path.getFileSystem(hadoop);
      return found instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : found;
    } catch (IOException e) {
      throw new VernierException(path + ": no file system for this path: " + e.getMessage(), e);
    }
  }

  /** The file system of this folder. */
  public FileSystem fileSystem() {
    return files;
  }

  /** The path of a file in the folder. */
  public Path path(String name) {
    return new Path(folder, name);
  }

  /** What a file holds; empty if there is none. */
  public Optional<byte[]> read(String name) {
    try (InputStream in = files.open(path(name))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new VernierException(path(name) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Creates a file if there is none of this name; of several that try, one succeeds. Needs a file
   * system that offers that: local disks and HDFS do, object stores with conditional writes do.
   *
   * @return whether this call created it
   */
  public boolean createNew(String name, byte[] content) {
    Path file = path(name);
    try {
      files.mkdirs(folder);
      writeNew(file, content);
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (read(name).isPresent()) {
        return false;
      }
      throw unwritable(file, e);
    }
  }

  /** Hadoop's local file system looks and then creates; the operating system does both at once. */
  private void writeNew(Path file, byte[] content) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      Files.write(local.pathToFile(file).toPath(), content, StandardOpenOption.CREATE_NEW);
      return;
    }
    try (OutputStream out = files.create(file, false)) {
      out.write(content);
    }
  }

  /** Writes a file, in place of the one there may be; readers see the old one or the new one. */
  public void replace(String name, byte[] content) {
    Path attempt = path(ATTEMPT_PREFIX + name + "-" + UUID.randomUUID());
    try {
      files.mkdirs(folder);
      try (OutputStream out = files.create(attempt, false)) {
        out.write(content);
      }
      rename(attempt, path(name));
    } catch (IOException e) {
      throw unwritable(path(name), e);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      Files.move(
          local.pathToFile(from).toPath(),
          local.pathToFile(to).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      new Renaming(files).over(from, to);
    }
  }

  /** Hadoop offers renaming over an existing file to subclasses alone. */
  private static final class Renaming extends FilterFileSystem {
    Renaming(FileSystem files) {
      super(files);
    }

    void over(Path from, Path to) throws IOException {
      rename(from, to, Options.Rename.OVERWRITE);
    }
  }

  /** The names of the files and folders that are there, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        if (!status.getPath().getName().startsWith(ATTEMPT_PREFIX)) {
          names.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return names;
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
    names.sort(null);
    return names;
  }

  /** Deletes a file, or a folder with all in it; nothing if there is none. */
  public void delete(String name) {
    try {
      files.delete(path(name), true);
    } catch (IOException e) {
      throw new VernierException(path(name) + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  private static VernierException unwritable(Path file, IOException e) {
    return new VernierException(
        file
            + ": cannot be written: "
            + e.getMessage()
            + ". Choose a folder you may write, with room in it",
        e);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
