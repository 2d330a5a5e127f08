package dev.vernier.jobs.shard;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What an executor needs to open a pass's work: texts, numbers and names of distributed files only,
 * since it crosses the wire.
 */
public interface WorkSpec extends Serializable {

  /** Equal for specs whose work is interchangeable; different otherwise. */
  String key();

  /**
   * Opens work for one task slot. What the slots of a JVM can share, they share.
   *
   * @param files gives the local copy of a distributed file by its name
   */
  ShardWork open(Function<String, Path> files);
}
