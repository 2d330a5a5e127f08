package dev.vernier.jobs.shard;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The opened work of this JVM: one for each task slot, kept between shards of a pass and dropped
 * when another pass begins, so that memory holds one pass at a time.
 */
public final class SlotPool {
  private static final SlotPool JVM = new SlotPool();

  private final Deque<ShardWork> idle = new ArrayDeque<>();
  private String key = "";

  SlotPool() {}

  /** The pool of this JVM. */
  public static SlotPool ofThisJvm() {
    return JVM;
  }

  /** Lends work of the spec to one task. */
  public ShardWork borrow(WorkSpec spec, TaskEnvironment environment) {
    synchronized (this) {
      if (!key.equals(spec.key())) {
        idle.clear();
        key = spec.key();
      }
      ShardWork work = idle.poll();
      if (work != null) {
        return work;
      }
    }
    return spec.open(environment);
  }

  /** Takes back work that ended well; work that failed is better forgotten. */
  public synchronized void giveBack(WorkSpec spec, ShardWork work) {
    if (key.equals(spec.key())) {
      idle.push(work);
    }
  }

  /** Forgets all work. */
  public synchronized void clear() {
    idle.clear();
    key = "";
  }
}
