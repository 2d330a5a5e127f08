package dev.vernier.pipeline.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files that appear whole. What that takes depends on the file system:
 *
 * <ul>
 *   <li>local disks: write under another name, then link (never replaces) or move (replaces);
 *   <li>file systems known to rename atomically: write under another name, then rename;
 *   <li>all others, object stores above all: write under the final name, since an object appears
 *       when it is closed, whereas renaming copies it. Where the store offers conditional writes
 *       they are asked for.
 * </ul>
 */
final class WholeFiles {
  private static final String ATTEMPT_PREFIX = ".attempt-";

  /** HDFS and its gateways, Azure's hierarchical store, Ozone. */
  private static final Set<String> RENAMING_ATOMICALLY =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss", "ofs", "o3fs");

  private final FileSystem files;

  WholeFiles(FileSystem files) {
    this.files = files;
  }

  /** Whether a name is that of a file not finished, or left by a process that died. */
  static boolean isUnfinished(String name) {
    return name.startsWith(ATTEMPT_PREFIX);
  }

  /** Whether a name is that of an unfinished file that was to get the final name. */
  static boolean isUnfinished(String name, String finalName) {
    return name.startsWith(ATTEMPT_PREFIX + finalName + "-");
  }

  /** Creates the file if there is none; returns whether this call did. */
  boolean create(Path target, byte[] content) throws IOException {
    if (!writesAside()) {
      return createInPlace(target, content);
    }
    Path attempt = attempt(target);
    try {
      write(attempt, content);
      return files instanceof RawLocalFileSystem local
          ? link(local, attempt, target)
          : files.rename(attempt, target);
    } catch (FSError e) {
      throw ordinary(e);
    } finally {
      discard(attempt);
    }
  }

  /** Puts a file in the place of the one there may be; readers see the old one or the new one. */
  void replace(Path target, FileContent content) throws IOException {
    if (!writesAside()) {
      content.write(target);
      return;
    }
    Path attempt = attempt(target);
    try {
      content.write(attempt);
      moveOver(attempt, target);
    } catch (FSError e) {
      throw ordinary(e);
    } finally {
      discard(attempt);
    }
  }

  /** Writes a file that may be there already. */
  void write(Path path, byte[] content) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /** Hadoop reports a full local disk as an error that nobody expects, and so nobody catches. */
  private static IOException ordinary(FSError e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e);
  }

  /** What cannot be deleted now, with the disk full or away, stays under its hidden name. */
  private void discard(Path attempt) {
    try {
      files.delete(attempt, false);
    } catch (IOException e) {
      return;
    }
  }

  private boolean writesAside() {
    return files instanceof RawLocalFileSystem
        || RENAMING_ATOMICALLY.contains(files.getUri().getScheme());
  }

  private static Path attempt(Path target) {
    String name = ATTEMPT_PREFIX + target.getName() + "-" + UUID.randomUUID();
    return new Path(target.getParent(), name);
  }

  private boolean createInPlace(Path target, byte[] content) throws IOException {
    if (files.exists(target)) {
      return false;
    }
    FSDataOutputStreamBuilder<?, ?> file = files.createFile(target).overwrite(false).recursive();
    String conditional = CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;
    if (files.hasPathCapability(target, conditional)) {
      file = file.must(conditional, true);
    }
    try (OutputStream out = file.build()) {
      out.write(content);
    }
    return true;
  }

  /** Renaming would replace the file of another process; linking does not. */
  private static boolean link(RawLocalFileSystem local, Path attempt, Path target)
      throws IOException {
    java.nio.file.Path name = local.pathToFile(target).toPath();
    java.nio.file.Path written = local.pathToFile(attempt).toPath();
    try {
      Files.createLink(name, written);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A disk without links, such as FAT: copying fails if the name is taken.
      return copy(written, name);
    }
  }

  private static boolean copy(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    try {
      Files.copy(from, to);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void moveOver(Path from, Path to) throws IOException {
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
}
