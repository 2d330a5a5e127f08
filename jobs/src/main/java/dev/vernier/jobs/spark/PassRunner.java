package dev.vernier.jobs.spark;

import dev.vernier.jobs.shard.Faults;
import dev.vernier.jobs.shard.HierarchicalMerge;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardReport;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs the shards of a pass that are not committed yet, then merges all that are. */
public final class PassRunner {
  private final Cluster cluster;
  private final boolean sampleMemory;

  /** Runs passes on a cluster, sampling the live set after each shard if asked to. */
  public PassRunner(Cluster cluster, boolean sampleMemory) {
    this.cluster = cluster;
    this.sampleMemory = sampleMemory;
  }

  /**
   * Runs a pass to its end.
   *
   * @param folder the pass, new or resumed
   * @param missing the shards to compute, as {@link PassFolder#missing} says
   * @param spec what tasks open
   * @param reports told of every shard that was computed now, once each
   * @return the merged result; empty if the pass has no shards
   */
  public Optional<byte[]> run(
      PassFolder folder, List<Shard> missing, WorkSpec spec, Consumer<ShardReport> reports) {
    PassFolders.forget();
    List<Integer> ids = missing.stream().map(Shard::id).toList();
    runTasks(TaskMode.COMPUTE, ids, folder, spec, reports);
    HierarchicalMerge merge = new HierarchicalMerge(folder, spec);
    for (int level = 1; level <= merge.levels(); level++) {
      runTasks(TaskMode.MERGE, merge.missing(level), folder, spec, report -> {});
    }
    return merge.mergeAll();
  }

  private void runTasks(
      TaskMode mode,
      List<Integer> ids,
      PassFolder folder,
      WorkSpec spec,
      Consumer<ShardReport> reports) {
    if (ids.isEmpty()) {
      return;
    }
    TaskSettings settings =
        new TaskSettings(cluster.hadoopSettings(), Faults.requested(), sampleMemory);
    ShardTask task = new ShardTask(mode, folder.path(), spec, settings);
    String pass = folder.plan().pass();
    Stopper results = new Stopper(cluster, pass, reports);
    try {
      submit(ids, task, results, mode.describe(pass, ids.size(), folder.plan()));
    } catch (Exception e) {
      throw results.fatal().map(VernierException::new).orElseGet(() -> failure(e));
    }
    results
        .fatal()
        .ifPresent(
            reason -> {
              throw new VernierException(reason);
            });
  }

  /** Spark's pages show the description of the job, and call its stage and data by it, too. */
  private void submit(List<Integer> ids, ShardTask task, Stopper results, String description) {
    cluster.context().setJobGroup(results.group(), description, false);
    cluster.context().setCallSite(description);
    try {
      JavaRDD<Integer> rdd = cluster.context().parallelize(ids, ids.size()).setName(description);
      ClassTag<String> text = ClassTag$.MODULE$.apply(String.class);
      cluster.context().sc().runJob(rdd.rdd(), task, results, text);
    } finally {
      cluster.context().clearCallSite();
      cluster.context().clearJobGroup();
    }
  }

  private static VernierException failure(Exception e) {
    if (e instanceof VernierException already) {
      return already;
    }
    return new VernierException("the Spark job failed: " + RootCause.of(e), e);
  }

  /** Hears of finished tasks; the first fatal report cancels the rest. */
  private static final class Stopper extends AbstractFunction2<Object, String, BoxedUnit> {
    private final Cluster cluster;
    private final Consumer<ShardReport> reports;
    private final String group;
    private String fatal;

    Stopper(Cluster cluster, String pass, Consumer<ShardReport> reports) {
      this.group = pass + " " + UUID.randomUUID();
      this.cluster = cluster;
      this.reports = reports;
    }

    String group() {
      return group;
    }

    synchronized Optional<String> fatal() {
      return Optional.ofNullable(fatal);
    }

    @Override
    public synchronized BoxedUnit apply(Object partition, String text) {
      ShardReport report = ShardReport.decode(text);
      if (report.fatal().isEmpty()) {
        reports.accept(report);
      } else if (fatal == null) {
        fatal = report.fatal();
        cluster.context().cancelJobGroup(group);
      }
      return BoxedUnit.UNIT;
    }
  }
}
