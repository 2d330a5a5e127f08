package dev.vernier.jobs.spark;

import dev.vernier.jobs.shard.PassFolder;
import org.apache.hadoop.conf.Configuration;

/** The pass this JVM is working on; its plan is read once, not once a task. */
final class PassFolders {
  private static PassFolder current;

  private PassFolders() {}

  static synchronized PassFolder of(String path, Configuration hadoop) {
    if (current == null || !current.path().equals(path)) {
      current = PassFolder.started(path, hadoop);
    }
    return current;
  }

  /** Forgets the pass, whose folder may be started anew. */
  static synchronized void forget() {
    current = null;
  }
}
