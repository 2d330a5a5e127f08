package dev.vernier.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Times several pieces of work in turn, round after round, so that whatever else the machine does
 * falls on all of them alike; the result is each one's median. All work runs on the calling thread;
 * system property {@code vernier.benchmark.clock} chooses {@code wall} (the default) or {@code
 * cpu}, that thread's processor time, which is the steadier on a machine with other work.
 */
final class Interleaved {
  private static final double NANOS = 1e9;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean CPU =
      System.getProperty("vernier.benchmark.clock", "").equals("cpu");

  /** What to time, under a name. */
  record Work(String name, Runnable body) {}

  private Interleaved() {}

  /** Runs each work for a time, so that the compiler is done with it. */
  static void warmUp(List<Work> works, double seconds) {
    for (Work work : works) {
      long end = now() + (long) (seconds * NANOS);
      do {
        work.body().run();
      } while (now() < end);
    }
  }

  /** Median seconds a run of each work over the rounds; one round runs each for about a time. */
  static double[] medians(List<Work> works, int rounds, double secondsARound) {
    int[] repeats = new int[works.size()];
    for (int i = 0; i < repeats.length; i++) {
      double once = seconds(works.get(i), 1);
      repeats[i] = (int) Math.max(1, Math.min(1_000_000, secondsARound / once));
    }
    double[][] times = new double[works.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < repeats.length; i++) {
        times[i][round] = seconds(works.get(i), repeats[i]);
      }
    }
    return Arrays.stream(times).mapToDouble(Interleaved::median).toArray();
  }

  private static double seconds(Work work, int repeats) {
    long start = now();
    for (int i = 0; i < repeats; i++) {
      work.body().run();
    }
    return (now() - start) / NANOS / repeats;
  }

  private static long now() {
    return CPU ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
