package dev.vernier.jobs.shard;

import java.io.Serializable;

/**
 * What an executor needs to do a pass's work: texts, numbers and names of distributed files only,
 * since it crosses the wire. Results are bytes; {@link #merge} is commutative and associative, so
 * neither the cut into shards nor the order of merging can show.
 */
public interface WorkSpec extends Serializable {

  /** Equal for specs whose work is interchangeable; different otherwise. */
  String key();

  /** Opens work for one task slot. What the slots of a JVM can share, they share. */
  ShardWork open(TaskEnvironment environment);

  /** Combines two results. */
  byte[] merge(byte[] left, byte[] right);
}
