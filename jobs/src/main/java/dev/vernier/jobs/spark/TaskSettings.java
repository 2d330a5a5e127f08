package dev.vernier.jobs.spark;

import java.util.Map;

/**
 * What tasks are told beside their work.
 *
 * @param hadoop settings of the file systems
 * @param faults failures to inject, see {@link dev.vernier.jobs.shard.Faults}
 * @param sampleMemory whether to measure the live set after each shard
 */
record TaskSettings(Map<String, String> hadoop, String faults, boolean sampleMemory) {}
