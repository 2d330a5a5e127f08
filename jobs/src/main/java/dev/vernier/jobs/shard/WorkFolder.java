package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.FileErrors;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder that holds the folders of passes, and perhaps what is not ours. */
final class WorkFolder {
  private final Path folder;
  private final FileSystem files;

  WorkFolder(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.files = FolderFiles.fileSystem(this.folder, hadoop);
  }

  /** Paths of the folders directly below. */
  List<String> folders() {
    List<String> found = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        if (status.isDirectory()) {
          found.add(status.getPath().toString());
        }
      }
    } catch (FileNotFoundException e) {
      return found;
    } catch (IOException e) {
      throw new VernierException(folder + ": cannot be listed: " + FileErrors.reason(e), e);
    }
    return found;
  }

  void deleteIfEmpty(String path) {
    Path target = new Path(path);
    try {
      if (files.exists(target) && files.listStatus(target).length == 0) {
        files.delete(target, false);
      }
    } catch (IOException e) {
      throw new VernierException(path + ": cannot be deleted: " + FileErrors.reason(e), e);
    }
  }
}
