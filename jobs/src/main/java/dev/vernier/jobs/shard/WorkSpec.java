package dev.vernier.jobs.shard;

import java.io.Serializable;
import java.util.Iterator;

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

  /**
   * Combines all results, of which there is at least one, holding two at a time. Pair by pair
   * unless overridden, where encoding what is merged so far each time would cost too much.
   */
  default byte[] merge(Iterator<byte[]> results) {
    byte[] merged = results.next();
    while (results.hasNext()) {
      merged = merge(merged, results.next());
    }
    return merged;
  }
}
