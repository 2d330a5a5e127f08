package dev.vernier.pipeline.storage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** What a file shall hold, written by whoever knows how. */
@FunctionalInterface
public interface FileContent {
  /** Creates the file of this path, in place of one there may be. */
  void write(Path path) throws IOException;
}
