package dev.vernier.jobs.spark;

import dev.vernier.jobs.shard.DeterminismException;
import dev.vernier.jobs.shard.Faults;
import dev.vernier.jobs.shard.HierarchicalMerge;
import dev.vernier.jobs.shard.LiveSet;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.ShardAttempt;
import dev.vernier.jobs.shard.ShardReport;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.SlotPool;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The Spark function of every pass: computes and commits the shard it is given. */
final class ShardTask extends AbstractFunction1<Iterator<Integer>, String> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ShardTask.class);

  private final TaskMode mode;
  private final String folder;
  private final WorkSpec spec;
  private final Map<String, String> hadoop;
  private final String faults;
  private final boolean sampleMemory;

  ShardTask(TaskMode mode, String folder, WorkSpec spec, TaskSettings settings) {
    this.mode = mode;
    this.folder = folder;
    this.spec = spec;
    this.hadoop = Map.copyOf(settings.hadoop());
    this.faults = settings.faults();
    this.sampleMemory = settings.sampleMemory();
  }

  @Override
  public String apply(Iterator<Integer> ids) {
    try {
      return work(ids.next());
    } catch (RuntimeException e) {
      throw HiddenFailure.of(e);
    }
  }

  private String work(int id) {
    long start = System.nanoTime();
    PassFolder pass = PassFolders.of(folder, hadoop());
    String fatal = attempt(pass, id);
    long rows = mode == TaskMode.COMPUTE ? pass.plan().shards().get(id).rows() : 0;
    long millis = (System.nanoTime() - start) / 1_000_000;
    long live = sampleMemory ? LiveSet.sample() : LiveSet.UNKNOWN;
    ShardReport report = new ShardReport(id, rows, millis, live, fatal);
    LOG.info(line(pass, report).text());
    return report.encode();
  }

  private ShardLine line(PassFolder pass, ShardReport report) {
    return new ShardLine(
        SparkEnv.get().conf().get("spark.app.id", "unknown"),
        pass.plan().pass(),
        mode == TaskMode.COMPUTE ? "shard" : "merge",
        TaskContext.get().attemptNumber(),
        report);
  }

  /** Returns why the run must stop; what another attempt may cure is thrown, for Spark to retry. */
  private String attempt(PassFolder pass, int id) {
    try {
      if (mode == TaskMode.COMPUTE) {
        compute(pass, id);
      } else {
        new HierarchicalMerge(pass, spec).merge(id);
      }
      return "";
    } catch (DeterminismException e) {
      return e.getMessage();
    } catch (OutOfMemoryError e) {
      return MemoryShortage.describe(e);
    } catch (VernierException e) {
      if (e.getCause() instanceof IOException) {
        throw e;
      }
      return e.getMessage();
    }
  }

  private void compute(PassFolder pass, int id) {
    int attempt = TaskContext.get().attemptNumber();
    ShardWork work = SlotPool.ofThisJvm().borrow(spec, new Environment(hadoop()));
    new ShardAttempt(pass, new Faults(faults)).run(work, id, attempt);
    SlotPool.ofThisJvm().giveBack(spec, work);
  }

  private record Environment(Configuration hadoop) implements TaskEnvironment {
    @Override
    public Path file(String name) {
      return Path.of(SparkFiles.get(name));
    }
  }

  private Configuration hadoop() {
    return Configurations.of(hadoop);
  }
}
