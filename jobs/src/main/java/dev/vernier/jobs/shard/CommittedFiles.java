package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A folder in which every file appears complete, once, and never changes. An attempt writes under a
 * name of its own and renames; if the name is taken, the bytes must be the same. Works on any file
 * system whose rename is atomic (local disks, HDFS).
 */
public final class CommittedFiles {
  private static final String ATTEMPT_PREFIX = ".attempt-";

  private final FileSystem files;
  private final Path folder;

  /** The folder at a path or URI; it need not exist yet. */
  public CommittedFiles(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.files = FolderFiles.fileSystem(this.folder, hadoop);
  }

  /** The folder's path. */
  public String path() {
    return folder.toString();
  }

  /**
   * Makes the payload the file's content. Returns false if an equal file was there already; throws
   * {@link DeterminismException} if a different one was.
   */
  public boolean commit(String name, byte[] payload) {
    Path target = new Path(folder, name);
    Optional<byte[]> present = read(name);
    if (present.isPresent()) {
      requireEqual(target, present.get(), payload);
      return false;
    }
    Path attempt = new Path(folder, ATTEMPT_PREFIX + name + "-" + UUID.randomUUID());
    boolean renamed = writeAndRename(attempt, target, payload);
    byte[] committed =
        read(name)
            .orElseThrow(
                () -> new VernierException(target + ": could not be committed by a rename"));
    requireEqual(target, committed, payload);
    return renamed;
  }

  private boolean writeAndRename(Path attempt, Path target, byte[] payload) {
    try {
      files.mkdirs(folder);
      try (OutputStream out = files.create(attempt, false)) {
        out.write(ShardEnvelope.seal(payload));
      }
      if (isTorn(target)) {
        files.delete(target, false);
      }
      boolean taken = !take(attempt, target);
      files.delete(attempt, false);
      return !taken;
    } catch (IOException e) {
      throw new VernierException(target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Gives the attempt the target's name unless something has it. */
  private boolean take(Path attempt, Path target) throws IOException {
    if (!(files instanceof RawLocalFileSystem local)) {
      return files.rename(attempt, target);
    }
    // Renaming would replace the file of another attempt; linking does not.
    java.nio.file.Path name = local.pathToFile(target).toPath();
    try {
      Files.createLink(name, local.pathToFile(attempt).toPath());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return local.rename(attempt, target);
    }
  }

  private boolean isTorn(Path target) throws IOException {
    return files.exists(target) && read(target.getName()).isEmpty();
  }

  private static void requireEqual(Path target, byte[] committed, byte[] now) {
    if (!Arrays.equals(committed, now)) {
      throw new DeterminismException(target.toString(), committed, now);
    }
  }

  /** The content of a committed file; empty if it is missing or was torn by a crash. */
  public Optional<byte[]> read(String name) {
    Path file = new Path(folder, name);
    try (InputStream in = files.open(file)) {
      return ShardEnvelope.open(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names of the files that are there, without opening them. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
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
    return names;
  }

  /** Removes the folder and all it holds. */
  public void deleteAll() {
    try {
      files.delete(folder, true);
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be deleted: " + e.getMessage(), e);
    }
  }
}
