package dev.vernier.benchmarks;

import dev.vernier.jobs.shard.HierarchicalMerge;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardPlan;
import dev.vernier.jobs.shard.ShardPlanner;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.PassLog;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/**
 * What merging a pass costs: {@code MergeScale SHARDS TENSORS VALUES FOLDER}. Commits that many
 * generated shards, each with the states of so many tensors over so many values, then merges them
 * as a run does: tasks level by level, the driver what is left. Times are of the one thread that
 * does it all; collecting garbage is not in them.
 */
public final class MergeScale {
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1 << 20;

  private final int tensors;
  private final float[] values;
  private final float[] scaled;

  private MergeScale(int tensors, int values) {
    SplittableRandom random = new SplittableRandom(1);
    this.tensors = tensors;
    this.values = new float[values];
    this.scaled = new float[values];
    for (int i = 0; i < values; i++) {
      // The sum of three uniform numbers has about the tails that activations have.
      this.values[i] =
          (float) (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    int shards = Integer.parseInt(arguments[0]);
    MergeScale scale =
        new MergeScale(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    Path work = Files.createTempDirectory(Path.of(arguments[3]), "merge-scale");
    PassFolder pass =
        PassFolder.open(work.resolve("pass").toString(), plan(shards), new Configuration());
    try {
      scale.commit(pass);
      report(pass, new HierarchicalMerge(pass, new Spec()));
    } finally {
      PassFolder.discardAll(work.toString(), new Configuration());
    }
  }

  private static ShardPlan plan(int shards) {
    List<RowGroupSpan> groups = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      groups.add(new RowGroupSpan(i, i + 1, 1));
    }
    List<InputFile> files = List.of(new InputFile("generated", shards, 0, groups));
    return new ShardPlan(
        "calibrate", "m", "s", "", files, new ShardPlanner(shards, 1, 1).plan(files));
  }

  private void commit(PassFolder pass) {
    long bytes = 0;
    for (Shard shard : pass.plan().shards()) {
      byte[] result = result(shard.id());
      bytes += result.length;
      pass.shards().commit(PassFolder.shardName(shard.id()), result);
    }
    System.out.printf(
        Locale.ROOT,
        "%d shards of %.0f KB%n",
        pass.plan().shards().size(),
        bytes / 1024.0 / pass.plan().shards().size());
  }

  /** The states of one sample. */
  private byte[] result(int shard) {
    List<StateSet.Entry> entries = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      float scale = 1 + (shard * 31 + tensor * 7) % 101 / 100f;
      for (int i = 0; i < values.length; i++) {
        scaled[i] = scale * values[i];
      }
      HistogramSketch sketch = HistogramSketch.of(scaled);
      entries.add(
          new StateSet.Entry("t" + tensor, shard % Folds.COUNT, StateFamily.HISTOGRAM, sketch));
    }
    long[] samples = new long[Folds.COUNT];
    samples[shard % Folds.COUNT] = 1;
    return new CalibrationResult(StateSet.of(entries, samples), PassLog.EMPTY).toBytes();
  }

  private static void report(PassFolder pass, HierarchicalMerge merge) {
    int nodes = 0;
    long start = processorTime();
    for (int level = 1; level <= merge.levels(); level++) {
      List<Integer> missing = merge.missing(level);
      missing.forEach(merge::merge);
      nodes += missing.size();
    }
    double tasks = (processorTime() - start) / NANOS;
    System.gc();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    start = processorTime();
    long clock = System.nanoTime();
    CalibrationResult merged = CalibrationResult.fromBytes(merge.mergeAll().orElseThrow());
    double driver = (processorTime() - start) / NANOS;
    double wall = (System.nanoTime() - clock) / NANOS;
    long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    if (merged.states().samples() != pass.plan().shards().size()) {
      throw new AssertionError("samples merged: " + merged.states().samples());
    }
    System.out.printf(
        Locale.ROOT,
        "%d levels of %d tasks in all: %.2f s of processor; driver: %.2f s of processor in %.2f s, %.0f MB of heap at most, %.0f KB merged%n",
        merge.levels(),
        nodes,
        tasks,
        driver,
        wall,
        peak / MEGABYTE,
        merged.toBytes().length / 1024.0);
  }

  /** Nanoseconds that this thread has computed. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .toList();
  }

  /** Merges as a calibration does; computes nothing. */
  private record Spec() implements WorkSpec {
    @Override
    public String key() {
      return "merge";
    }

    @Override
    public ShardWork open(TaskEnvironment environment) {
      throw new UnsupportedOperationException("shards are generated");
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return merge(List.of(left, right).iterator());
    }

    @Override
    public byte[] merge(Iterator<byte[]> results) {
      CalibrationResult merged = CalibrationResult.fromBytes(results.next());
      while (results.hasNext()) {
        merged = merged.merge(CalibrationResult.fromBytes(results.next()));
      }
      return merged.toBytes();
    }
  }
}
