package dev.vernier.jobs.pass;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lines that say how far a pass has come: shards, rows, speed and the time left. */
final class Progress implements AutoCloseable {
  private static final long NANOS = 1_000_000_000L;

  private final String pass;
  private final JobConsole out;
  private final LongSupplier clock;
  private final long start;
  private final ScheduledExecutorService timer;
  private long shardsDone;
  private long shards;
  private long rowsDone;
  private long rows;
  private long rowsBefore;

  /** Prints every so many seconds; never if 0. */
  static Progress start(String pass, JobConsole out, int seconds) {
    Progress progress = new Progress(pass, out, System::nanoTime, seconds > 0);
    if (seconds > 0) {
      progress.timer.scheduleAtFixedRate(progress::print, seconds, seconds, TimeUnit.SECONDS);
    }
    return progress;
  }

  Progress(String pass, JobConsole out, LongSupplier clock, boolean timed) {
    this.pass = pass;
    this.out = out;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.timer = timed ? Executors.newSingleThreadScheduledExecutor(Progress::daemon) : null;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "vernier-progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Sets what the whole pass has to do, and what an earlier run has done of it. */
  synchronized void total(long allShards, long allRows, long shardsBefore, long rowsDoneBefore) {
    shards = allShards;
    rows = allRows;
    shardsDone = shardsBefore;
    rowsDone = rowsDoneBefore;
    rowsBefore = rowsDoneBefore;
  }

  /** Counts one shard. */
  synchronized void shardDone(long rowsOfShard) {
    shardsDone++;
    rowsDone += rowsOfShard;
  }

  /** Seconds since the pass began. */
  double seconds() {
    return (double) (clock.getAsLong() - start) / NANOS;
  }

  private void print() {
    out.say(line());
  }

  /** The state of the pass on one line. */
  synchronized String line() {
    double speed = (rowsDone - rowsBefore) / Math.max(seconds(), 1e-9);
    String left =
        speed > 0 && rowsDone < rows ? ", " + time((rows - rowsDone) / speed) + " left" : "";
    return String.format(
        Locale.ROOT,
        "%s: %,d/%,d shards, %,d/%,d rows, %.1f rows/s%s",
        pass,
        shardsDone,
        shards,
        rowsDone,
        rows,
        speed,
        left);
  }

  /** Seconds as m:ss or h:mm:ss. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    String minutes = String.format(Locale.ROOT, "%d:%02d", whole / 60 % 60, whole % 60);
    return whole < 3600
        ? minutes
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
