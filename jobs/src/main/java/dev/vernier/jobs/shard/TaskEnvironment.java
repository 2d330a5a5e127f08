package dev.vernier.jobs.shard;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** What the place where a task runs offers it. */
public interface TaskEnvironment {
  /** The local copy of a file that the driver has distributed. */
  Path file(String name);

  /** How to reach the file systems. */
  Configuration hadoop();
}
