package dev.vernier.benchmarks;

import com.typesafe.config.ConfigFactory;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.Vernier;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Samples a second by the clock, in turns in one JVM: one thread that reads, runs and observes
 * without Spark; {@code calibrate} with several slots, its pass alone and the whole command; and as
 * many threads without Spark, each with a calibrator and a share of the rows, in memory, of its
 * own, which is what the machine itself allows. All rows take part: {@code calibration.samples}
 * stays unset. Arguments: a job file, the number of slots, of rounds, and settings {@code
 * key=value}.
 */
public final class CalibrateSpeed {
  private static final double NANOS = 1e9;

  private final Pipeline pipeline;
  private final List<String> arguments;
  private final List<Row> rows;
  private final Path out;
  private final int slots;

  private CalibrateSpeed(Path job, int slots, List<String> settings) throws IOException {
    JobConfig config = ConfigLoader.load(job, settings);
    this.pipeline = Pipeline.open(config);
    this.rows = rows(config, pipeline);
    this.slots = slots;
    this.out = Files.createTempDirectory("calibrate-speed");
    this.arguments = new ArrayList<>(List.of("calibrate", "--config", job.toString(), "--restart"));
    arguments.addAll(List.of("--master", "local[" + slots + "]", "--out", out.toString()));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
  }

  /** Prints a line a round and the medians. */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new IllegalArgumentException("expected arguments: job file, slots, rounds, settings");
    }
    List<String> settings = List.of(args).subList(3, args.length);
    new CalibrateSpeed(Path.of(args[0]), Integer.parseInt(args[1]), settings)
        .run(Integer.parseInt(args[2]));
  }

  private void run(int rounds) {
    System.out.printf(
        "%-8s %10s %10s %10s %10s   of one thread's%n",
        "round", "one thread", "pass", "command", slots + " threads");
    double[][] rates = new double[4][rounds];
    // The first round compiles.
    for (int round = -1; round < rounds; round++) {
      double[] now = round();
      for (int i = 0; i < now.length && round >= 0; i++) {
        rates[i][round] = now[i];
      }
      print(round < 0 ? "warm-up" : "" + (round + 1), now);
    }
    print("median", IntStream.range(0, rates.length).mapToDouble(i -> median(rates[i])).toArray());
  }

  private double[] round() {
    double one = rate(() -> pipeline.calibrate().log().used());
    long start = System.nanoTime();
    long samples = command();
    double command = samples / ((System.nanoTime() - start) / NANOS);
    double pass = samples / ConfigFactory.parseFile(run()).getDouble("seconds.calibrate");
    return new double[] {one, pass, command, rate(this::threads)};
  }

  private File run() {
    return out.resolve("run.json").toFile();
  }

  private long command() {
    int status = Vernier.execute(arguments.toArray(new String[0]));
    if (status != 0) {
      throw new IllegalStateException("calibrate ended with status " + status);
    }
    return ConfigFactory.parseFile(run()).getLong("passes.calibrate.rowsSelected");
  }

  private long threads() {
    List<CompletableFuture<Long>> counts = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      List<Row> share = share(slot);
      counts.add(
          CompletableFuture.supplyAsync(
              () -> pipeline.calibrate(share).log().used(), task -> new Thread(task).start()));
    }
    return counts.stream().mapToLong(CompletableFuture::join).sum();
  }

  private List<Row> share(int slot) {
    return IntStream.range(0, rows.size())
        .filter(i -> i % slots == slot)
        .mapToObj(rows::get)
        .toList();
  }

  private static List<Row> rows(JobConfig job, Pipeline pipeline) {
    Configuration hadoop = new Configuration();
    Set<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    columns.addAll(pipeline.calibrationFilter().columns());
    List<Row> rows = new ArrayList<>();
    ParquetRows.of(ParquetFooters.of(job.calibration().data(), hadoop), columns, hadoop)
        .forEach(rows::add);
    return rows;
  }

  private static double rate(LongSupplier work) {
    long start = System.nanoTime();
    long samples = work.getAsLong();
    return samples / ((System.nanoTime() - start) / NANOS);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String round, double[] rates) {
    System.out.printf(
        Locale.ROOT,
        "%-8s %10.2f %10.2f %10.2f %10.2f   %.2f %.2f %.2f%n",
        round,
        rates[0],
        rates[1],
        rates[2],
        rates[3],
        rates[1] / rates[0],
        rates[2] / rates[0],
        rates[3] / rates[0]);
  }
}
