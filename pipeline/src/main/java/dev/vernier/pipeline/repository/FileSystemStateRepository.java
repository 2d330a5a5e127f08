package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Saved states in a folder of any Hadoop file system: one Parquet file and nothing else. A save
 * writes a folder beside it and swaps the two by renaming.
 */
public final class FileSystemStateRepository implements StateRepository {
  /** The only file in the folder. */
  public static final String FILE = "states.parquet";

  private final Path folder;
  private final Configuration hadoop;

  /** A path made of a URI may end in a slash; one made of text does not. */
  public FileSystemStateRepository(Path folder, Configuration hadoop) {
    this.folder = new Path(folder.toString());
    this.hadoop = hadoop;
  }

  @Override
  public boolean exists() {
    try {
      return fileSystem().exists(file());
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public SavedStates load() {
    if (!exists()) {
      throw new VernierException(
          folder
              + ": no saved states here: expected a file "
              + FILE
              + ". Name the states folder of a finished calibration, or calibrate first");
    }
    return StatesParquet.read(file(), hadoop);
  }

  @Override
  public void save(SavedStates saved) {
    try {
      FileSystem files = fileSystem();
      Path fresh = sibling("new");
      try {
        StatesParquet.write(saved, files, new Path(fresh, FILE));
        swap(files, fresh);
      } finally {
        files.delete(fresh, true);
      }
    } catch (IOException e) {
      throw new VernierException(
          folder
              + ": the states cannot be written: "
              + e.getMessage()
              + ". Choose a folder that can be created, with room for it",
          e);
    }
  }

  private void swap(FileSystem files, Path fresh) throws IOException {
    Path old = sibling("old");
    boolean replaced = files.exists(folder);
    if (replaced) {
      rename(files, folder, old);
    }
    try {
      rename(files, fresh, folder);
    } catch (IOException e) {
      if (replaced) {
        rename(files, old, folder);
      }
      throw e;
    }
    files.delete(old, true);
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private Path sibling(String kind) {
    String name = "." + folder.getName() + "." + kind + "." + UUID.randomUUID();
    return folder.getParent() == null ? new Path(name) : new Path(folder.getParent(), name);
  }

  private Path file() {
    return new Path(folder, FILE);
  }

  private FileSystem fileSystem() {
    return FolderFiles.fileSystem(folder, hadoop);
  }
}
