package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardPlan;
import dev.vernier.jobs.shard.ShardPlanner;
import dev.vernier.jobs.shard.ShardReport;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.jobs.spark.Cluster;
import dev.vernier.jobs.spark.PassRunner;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Plans, resumes and runs the passes of one job on a cluster. */
final class PassDriver {
  private final JobConfig job;
  private final Cluster cluster;
  private final JobConsole console;
  private final RunLog log;
  private final String workFolder;

  PassDriver(JobConfig job, Cluster cluster, JobConsole console, RunLog log) {
    this.job = job;
    this.cluster = cluster;
    this.console = console;
    this.log = log;
    this.workFolder = job.run().workDir().orElse(job.output().dir() + "/work");
  }

  /** Beside the work folder, which comes and goes. */
  String leaseFolder() {
    Path work = new Path(workFolder);
    String name = "." + work.getName() + ".lease";
    return work.getParent() == null ? name : new Path(work.getParent(), name).toString();
  }

  /** Discards what this and earlier runs have left in the work folder. */
  void discardWork() {
    PassFolder.discardAll(workFolder, cluster.hadoop());
  }

  /**
   * Runs a pass and merges it.
   *
   * @param identity what the pass computes from what
   * @param files the data
   */
  byte[] run(PassIdentity identity, List<InputFile> files, WorkSpec spec) {
    PassFolder folder =
        PassFolder.open(
            workFolder + "/" + identity.folder(), plan(identity, files), cluster.hadoop());
    List<Shard> missing = folder.missing();
    announceResume(identity.pass(), folder, missing);
    try (Progress progress =
        Progress.start(identity.pass(), console, job.run().progressSeconds())) {
      long rowsLeft = missing.stream().mapToLong(Shard::rows).sum();
      ShardPlan plan = folder.plan();
      int done = plan.shards().size() - missing.size();
      progress.total(plan.shards().size(), plan.rows(), done, plan.rows() - rowsLeft);
      byte[] merged =
          new PassRunner(cluster, job.run().sampleMemory())
              .run(folder, missing, spec, report -> count(identity.pass(), report, progress))
              .orElseThrow();
      console.say(progress.line() + ", " + Progress.time(progress.seconds()));
      log.pass(identity.pass(), plan, missing.size(), progress.seconds());
      return merged;
    }
  }

  private void count(String pass, ShardReport report, Progress progress) {
    progress.shardDone(report.rows());
    log.shard(pass, report);
  }

  private ShardPlan plan(PassIdentity identity, List<InputFile> files) {
    ShardPlanner planner =
        new ShardPlanner(job.run().maxShards(), job.run().minShardRows(), cluster.slots());
    return new ShardPlan(
        identity.pass(),
        identity.modelDigest(),
        identity.settingsDigest(),
        identity.choice().bounds(),
        files,
        planner.plan(files));
  }

  private void announceResume(String pass, PassFolder folder, List<Shard> missing) {
    int all = folder.plan().shards().size();
    if (missing.size() < all) {
      console.say(
          pass + ": resuming, " + (all - missing.size()) + " of " + all + " shards are done");
    }
  }
}
