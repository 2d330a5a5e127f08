/**
 * How a pass over the data is cut into shards, committed, resumed and merged. Nothing here knows
 * Spark: a shard's result is bytes in a file that exists once it is complete, so a retry, a
 * speculative copy or a restarted job can neither count a row twice nor lose one.
 */
package dev.vernier.jobs.shard;
