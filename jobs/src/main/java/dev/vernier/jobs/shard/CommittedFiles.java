package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.FileErrors;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder in which every file appears complete, once, and never changes, on any file system. If
 * the name of a file is taken, its bytes must be the same. Two attempts at once, on a store that
 * lets both write, are therefore harmless: both write the same.
 */
public final class CommittedFiles {
  private final Path folder;
  private final FolderFiles files;

  /** The folder at a path or URI; it need not exist yet. */
  public CommittedFiles(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.files = new FolderFiles(this.folder, hadoop);
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
    Optional<byte[]> present = read(name);
    if (present.isPresent()) {
      requireEqual(name, present.get(), payload);
      return false;
    }
    byte[] sealed = ShardEnvelope.seal(payload);
    boolean created = files.createNew(name, sealed);
    if (!created && read(name).isEmpty()) {
      // Torn by a crash: there, and yet it does not open.
      files.delete(name);
      created = files.createNew(name, sealed);
    }
    requireEqual(name, read(name).orElseThrow(() -> notThere(name)), payload);
    return created;
  }

  /** Another attempt may cure it, so the cause is one of input and output. */
  private VernierException notThere(String name) {
    String message = files.path(name) + ": is not what was just written there";
    return new VernierException(message, new IOException(message));
  }

  private void requireEqual(String name, byte[] committed, byte[] now) {
    if (!Arrays.equals(committed, now)) {
      throw new DeterminismException(files.path(name).toString(), committed, now);
    }
  }

  /** The content of a committed file; empty if it is missing or was torn by a crash. */
  public Optional<byte[]> read(String name) {
    return files.read(name).flatMap(ShardEnvelope::open);
  }

  /**
   * Whether a file has the length it should have. Reads a few bytes; a file that passes may still
   * be damaged, which {@link #read} notices.
   */
  public boolean hasLength(String name) {
    FileSystem system = files.fileSystem();
    try (InputStream in = system.open(files.path(name))) {
      byte[] header = in.readNBytes(ShardEnvelope.HEADER);
      return ShardEnvelope.length(header)
          .equals(Optional.of(system.getFileStatus(files.path(name)).getLen()));
    } catch (IOException e) {
      throw new VernierException(files.path(name) + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }

  /** Removes a file. */
  public void delete(String name) {
    files.delete(name);
  }

  /** Names of the files that are there, without opening them. */
  public Set<String> names() {
    return new TreeSet<>(files.names());
  }

  /** Removes the folder and all it holds. */
  public void deleteAll() {
    try {
      files.fileSystem().delete(folder, true);
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be deleted: " + FileErrors.reason(e), e);
    }
  }
}
