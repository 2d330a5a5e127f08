package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Saved states in a folder of any Hadoop file system: one Parquet file, which a save replaces as a
 * whole.
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
    FolderFiles files = new FolderFiles(folder, hadoop);
    Path raw = sibling();
    try {
      files.replace(FILE, file -> StatesParquet.write(saved, files.fileSystem(), raw, file));
    } finally {
      delete(raw);
    }
  }

  /** What cannot be deleted stays under its hidden name; the states are saved, or were not. */
  private void delete(Path raw) {
    try {
      fileSystem().delete(raw, false);
    } catch (IOException e) {
      return;
    }
  }

  private Path sibling() {
    String name = "." + folder.getName() + "." + UUID.randomUUID();
    return folder.getParent() == null ? new Path(name) : new Path(folder.getParent(), name);
  }

  private Path file() {
    return new Path(folder, FILE);
  }

  private FileSystem fileSystem() {
    return FolderFiles.fileSystem(folder, hadoop);
  }
}
