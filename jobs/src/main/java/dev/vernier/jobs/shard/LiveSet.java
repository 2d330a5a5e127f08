package dev.vernier.jobs.shard;

import java.lang.management.ManagementFactory;

/** The heap in use once a full collection has removed what nothing refers to. */
public final class LiveSet {
  /** Said of a live set that was not measured. */
  public static final long UNKNOWN = -1;

  private LiveSet() {}

  /** Collects and measures; slow. */
  public static long sample() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
