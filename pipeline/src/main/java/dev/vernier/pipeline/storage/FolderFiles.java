package dev.vernier.pipeline.storage;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.FileErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The small files of one folder, which need not exist yet. Failures name the file. */
public final class FolderFiles {
  private final Path folder;
  private final FileSystem files;
  private final WholeFiles whole;

  public FolderFiles(Path folder, Configuration hadoop) {
    this.files = fileSystem(folder, hadoop);
    this.whole = new WholeFiles(files);
    this.folder = folder;
  }

  /** The file system of a path, without the checksum files that Hadoop keeps beside local ones. */
  public static FileSystem fileSystem(Path path, Configuration hadoop) {
    try {
      FileSystem found = path.getFileSystem(hadoop);
      return found instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : found;
    } catch (IOException e) {
      throw new VernierException(
          path + ": no file system for this path: " + FileErrors.reason(e), e);
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
      throw new VernierException(path(name) + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }

  /**
   * Creates a file, whole, if there is none of this name; of several that try, one succeeds. Needs
   * a file system that offers that: local disks and HDFS do, object stores with conditional writes
   * do. Elsewhere several may succeed, and the last one's content stays.
   *
   * @return whether this call created it
   */
  public boolean createNew(String name, byte[] content) {
    Path file = path(name);
    try {
      files.mkdirs(folder);
      return whole.create(file, content);
    } catch (IOException e) {
      // A store tells only when the file is closed that another one was faster.
      if (isReadable(name)) {
        return false;
      }
      throw unwritable(file, e);
    }
  }

  private boolean isReadable(String name) {
    try {
      return read(name).isPresent();
    } catch (VernierException e) {
      return false;
    }
  }

  /** Writes a file, in place of the one there may be; readers see the old one or the new one. */
  public void replace(String name, byte[] content) {
    replace(name, file -> whole.write(file, content));
  }

  /** Writes a file as {@link #replace(String, byte[])} does, from whatever writes to a path. */
  public void replace(String name, FileContent content) {
    try {
      files.mkdirs(folder);
      whole.replace(path(name), content);
    } catch (IOException e) {
      throw unwritable(path(name), e);
    }
  }

  /** The names of the files and folders that are there, in order. */
  public List<String> names() {
    return list().stream().filter(name -> !WholeFiles.isUnfinished(name)).sorted().toList();
  }

  private List<String> list() {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return names;
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be listed: " + FileErrors.reason(e), e);
    }
    return names;
  }

  /** Deletes what processes that died while writing this file have left. */
  public void deleteUnfinished(String name) {
    list().stream().filter(found -> WholeFiles.isUnfinished(found, name)).forEach(this::delete);
  }

  /** Deletes a file, or a folder with all in it; nothing if there is none. */
  public void delete(String name) {
    try {
      files.delete(path(name), true);
    } catch (IOException e) {
      throw new VernierException(path(name) + ": cannot be deleted: " + FileErrors.reason(e), e);
    }
  }

  private static VernierException unwritable(Path file, IOException e) {
    return new VernierException(
        file
            + ": cannot be written: "
            + FileErrors.reason(e)
            + ". Choose a folder you may write, with room in it",
        e);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
