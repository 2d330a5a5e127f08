package dev.vernier.jobs.spark;

/** What a task does with the ids it is given. */
enum TaskMode {
  /** Compute shards. */
  COMPUTE,
  /** Merge groups of committed shards. */
  MERGE
}
