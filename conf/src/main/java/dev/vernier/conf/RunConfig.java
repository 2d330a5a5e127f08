package dev.vernier.conf;

import java.util.Optional;

/** Where and how a job runs; nothing here changes a result. */
public record RunConfig(
    @Setting(
            doc =
                "Spark master, for example local[2] or spark://host:7077; under spark-submit its"
                    + " own setting wins.",
            byDefault = "\"local[*]\"")
        String master,
    @Setting(
            doc = "Samples computed together where the model allows it.",
            byDefault = "8",
            min = 1,
            max = 1024)
        int batchSize,
    @Setting(
            doc = "Largest share of bad rows, from 0 to 1, before the run fails.",
            byDefault = "0.01",
            min = 0,
            max = 1)
        double maxBadShare,
    @Setting(
            doc = "Folder for shards and other intermediate files; empty: a folder in output.dir.",
            byDefault = "")
        Optional<String> workDir,
    @Setting(doc = "Most shards a pass is cut into.", byDefault = "10000", min = 1, max = 1000000)
        int maxShards,
    @Setting(doc = "Least rows of a shard, as far as row groups allow.", byDefault = "1", min = 1)
        int minShardRows,
    @Setting(doc = "Seconds between progress lines; 0: none.", byDefault = "5", min = 0)
        int progressSeconds,
    @Setting(
            doc =
                "Collect garbage after every shard and record the memory still in use in run.json;"
                    + " slow.",
            byDefault = "false")
        boolean sampleMemory) {}
