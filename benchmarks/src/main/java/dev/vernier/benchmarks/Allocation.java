package dev.vernier.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread allocates. */
final class Allocation {
  private static final int RUNS = 20;

  private Allocation() {}

  /** Bytes that a run allocates, on average; of work that is compiled already. */
  static long bytesARun(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    work.run();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    return (threads.getThreadAllocatedBytes(id) - before) / RUNS;
  }
}
