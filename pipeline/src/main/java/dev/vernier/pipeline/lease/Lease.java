package dev.vernier.pipeline.lease;

import dev.vernier.onnx.VernierException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * The right of one process to write to a folder, with an epoch that only grows: whoever takes the
 * lease over has a larger one, so that what an older holder still does can be told and refused.
 *
 * <p>A holder gives signs of life. One that has ended on this machine is replaced at once, one on
 * another machine after it has given no sign for the patience asked for; a living one is never
 * replaced.
 */
public final class Lease implements AutoCloseable {
  /** Signs of life in the time after which a holder counts as dead. */
  private static final int BEATS = 5;

  private static final int LOOKS = 4;

  /** What a holder leaves that has let go. */
  private static final Optional<String> FREE = Optional.of("free");

  private final LeaseFiles files;
  private final long epoch;
  private final ScheduledExecutorService beating;
  private long beats;

  private Lease(LeaseFiles files, long epoch, Duration patience) {
    this.files = files;
    this.epoch = epoch;
    beat();
    this.beating =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease-" + epoch);
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, patience.toMillis() / BEATS);
    beating.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lease of a folder; waits up to {@code patience} where another holder may be dead.
   *
   * @param folder the folder that keeps the lease's files, on any file system of Hadoop
   * @throws VernierException if another process holds it; says which
   */
  public static Lease take(String folder, Duration patience, Configuration hadoop) {
    LeaseFiles files = new LeaseFiles(folder, hadoop);
    long last = files.newest();
    if (last > 0) {
      requireDead(files, last, patience);
    }
    if (!files.claim(last + 1, Holder.thisProcess())) {
      throw held(files, last + 1);
    }
    Lease lease = new Lease(files, last + 1, patience);
    files.deleteBefore(last + 1);
    return lease;
  }

  private static void requireDead(LeaseFiles files, long epoch, Duration patience) {
    Optional<Holder> holder = files.holder(epoch);
    Optional<String> first = files.beat(epoch);
    if (first.equals(FREE) || holder.map(Holder::hasEnded).orElse(false)) {
      return;
    }
    for (int look = 0; look < LOOKS; look++) {
      sleep(patience.dividedBy(LOOKS));
      Optional<String> beat = files.beat(epoch);
      if (beat.equals(FREE)) {
        return;
      }
      if (!beat.equals(first)) {
        throw held(files, epoch);
      }
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VernierException("interrupted while waiting for a lease", e);
    }
  }

  private static VernierException held(LeaseFiles files, long epoch) {
    String who = files.holder(epoch).map(Holder::toString).orElse("another process");
    return new VernierException(
        files
            + ": in use by "
            + who
            + ", which gives signs of life. Wait until it has ended, or choose another folder");
  }

  /** The epoch of this holder; larger than those of all holders before it. */
  public long epoch() {
    return epoch;
  }

  /** Fails if another process has taken the lease over; to be asked before publishing. */
  public void requireHeld() {
    long newest = files.newest();
    if (newest != epoch) {
      throw new VernierException(
          files
              + ": this run's lease (epoch "
              + epoch
              + ") was taken over by "
              + files.holder(newest).map(Holder::toString).orElse("another process")
              + " (epoch "
              + newest
              + "): nothing more is written here by this run");
    }
  }

  private synchronized void beat() {
    try {
      files.writeBeat(epoch, Long.toString(beats++));
    } catch (VernierException e) {
      // Tried again soon; whether the lease still holds is judged before anything is published.
      return;
    }
  }

  /** Lets go; the next holder need not wait. */
  @Override
  public void close() {
    // A beat under way ends by itself; interrupted, it would leave the file system's warnings.
    beating.shutdown();
    try {
      beating.awaitTermination(BEATS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    letGo();
  }

  private synchronized void letGo() {
    try {
      files.writeBeat(epoch, FREE.orElseThrow());
    } catch (VernierException e) {
      // The next holder has to wait then, for a sign that will not come.
      return;
    }
  }
}
