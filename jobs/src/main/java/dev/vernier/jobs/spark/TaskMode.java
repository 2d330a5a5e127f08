package dev.vernier.jobs.spark;

import dev.vernier.jobs.shard.ShardPlan;
import java.util.Locale;

/** What a task does with the ids it is given. */
enum TaskMode {
  /** Compute shards. */
  COMPUTE,
  /** Merge what is committed, one level. */
  MERGE;

  /** What a Spark job does, for Spark's pages. */
  String describe(String pass, int tasks, ShardPlan plan) {
    int shards = plan.shards().size();
    return this == COMPUTE
        ? String.format(
            Locale.ROOT,
            "Vernier %s: %,d of %,d shards, %,d rows in all",
            pass,
            tasks,
            shards,
            plan.rows())
        : String.format(
            Locale.ROOT, "Vernier %s: merge %,d shards, %,d tasks", pass, shards, tasks);
  }
}
