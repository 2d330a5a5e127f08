package dev.vernier.benchmarks;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.quantize.range.RangeSolving;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * How long solving the ranges of every method takes, from saved states and in this JVM from its
 * start: nothing is warmed up. Arguments: a job file and the folder of the states.
 *
 * <p>Printed: seconds by the clock and of the processor for reading the states, for each method and
 * for all of them, the states' reading included.
 */
public final class SolveSpeed {
  private SolveSpeed() {}

  private static double clock;
  private static double processor;

  /** Prints the table. */
  public static void main(String[] args) {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected arguments: job file, folder of states");
    }
    Pipeline pipeline = Pipeline.open(ConfigLoader.load(Path.of(args[0]), List.of()));
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(Path.of(args[1]).toAbsolutePath().toUri());
    FileSystemStateRepository repository =
        new FileSystemStateRepository(folder, new Configuration());
    double allClock = clock();
    double allProcessor = processor();
    start();
    StateSet states = repository.load().states();
    print("(reading states)");
    for (String method : RangeMethods.names()) {
      start();
      QuantizationSettings settings = pipeline.settings().withMethod(method);
      QuantizationPlan plan = QuantizationPlan.of(pipeline.model().prepared(), settings);
      RangeSolving.solve(pipeline.model().prepared(), plan, states, settings);
      print(method);
    }
    clock = allClock;
    processor = allProcessor;
    print("all");
  }

  private static double clock() {
    return System.nanoTime() / 1e9;
  }

  private static double processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static void start() {
    clock = clock();
    processor = processor();
  }

  private static void print(String what) {
    System.out.printf(
        Locale.ROOT, "%-28s %6.2f s %6.2f s%n", what, clock() - clock, processor() - processor);
  }
}
