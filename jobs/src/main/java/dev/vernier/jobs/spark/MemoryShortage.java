package dev.vernier.jobs.spark;

/** Says what to do when a JVM has run out of heap. */
public final class MemoryShortage {
  private MemoryShortage() {}

  /** A complete message. */
  public static String describe(OutOfMemoryError error) {
    return "out of memory ("
        + error.getMessage()
        + "): the heap is "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB; give more with VERNIER_XMX (on a cluster with spark.executor.memory), or use fewer"
        + " task slots or a smaller run.batch-size";
  }
}
