package dev.vernier.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Times several pieces of work in turn, round after round, so that whatever else the machine does
 * falls on all of them alike; the result is each one's median. All work runs on the calling thread;
 * system property {@code vernier.benchmark.clock} chooses {@code wall} (the default) or {@code
 * cpu}, that thread's processor time, which is the steadier on a machine with other work.
 */
final class Interleaved {
  private static final double NANOS = 1e9;
  private static final int MOST_REPEATS = 10_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean CPU =
      System.getProperty("vernier.benchmark.clock", "").equals("cpu");

  /** What to time, under a name. */
  record Work(String name, Runnable body) {}

  /** Seconds of one run of a work. */
  record Times(double median, double best) {}

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

  /** Median seconds of a run of each work; a round runs each for about a time, every run counts. */
  static double[] medians(List<Work> works, int rounds, double secondsARound) {
    return times(works, rounds, secondsARound).stream().mapToDouble(Times::median).toArray();
  }

  /** As {@link #medians}, with the best run of each work too. */
  static List<Times> times(List<Work> works, int rounds, double secondsARound) {
    List<DoubleStream.Builder> times = new ArrayList<>();
    int[] repeats = new int[works.size()];
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = (int) Math.max(1, Math.min(MOST_REPEATS, secondsARound / run(works.get(i))));
      times.add(DoubleStream.builder());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < repeats.length; i++) {
        for (int r = 0; r < repeats[i]; r++) {
          times.get(i).add(run(works.get(i)));
        }
      }
    }
    return times.stream().map(t -> summary(t.build().toArray())).toList();
  }

  private static double run(Work work) {
    long start = now();
    work.body().run();
    return (now() - start) / NANOS;
  }

  /** Nanoseconds of the chosen clock. */
  static long now() {
    return CPU ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  private static Times summary(double[] values) {
    Arrays.sort(values);
    return new Times(values[values.length / 2], values[0]);
  }
}
