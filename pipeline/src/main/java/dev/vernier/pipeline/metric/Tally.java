package dev.vernier.pipeline.metric;

import dev.vernier.pipeline.Bytes;
import dev.vernier.stats.ExactSum;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Counters and exact sums of one metric; merging adds. Not thread-safe. */
public final class Tally {
  private final long[] counts;
  private final ExactSum[] sums;

  /** All zeros, sized for a metric. */
  public Tally(Metric metric) {
    this(new long[metric.counters()], new ExactSum[metric.sums()]);
    Arrays.fill(sums, ExactSum.zero());
  }

  private Tally(long[] counts, ExactSum[] sums) {
    this.counts = counts;
    this.sums = sums;
  }

  /** Adds one to a counter. */
  public void count(int counter) {
    counts[counter]++;
  }

  /** Adds a finite value to a sum. */
  public void add(int sum, double value) {
    sums[sum] = sums[sum].merge(ExactSum.of(value));
  }

  /** A counter's value. */
  public long counted(int counter) {
    return counts[counter];
  }

  /** A sum's value, rounded once. */
  public double sum(int sum) {
    return sums[sum].doubleValue();
  }

  /** The tally of both. */
  public Tally merge(Tally other) {
    long[] mergedCounts = counts.clone();
    ExactSum[] mergedSums = sums.clone();
    for (int i = 0; i < counts.length; i++) {
      mergedCounts[i] += other.counts[i];
    }
    for (int i = 0; i < sums.length; i++) {
      mergedSums[i] = sums[i].merge(other.sums[i]);
    }
    return new Tally(mergedCounts, mergedSums);
  }

  /** Writes counters and sums. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(counts.length);
    for (long count : counts) {
      out.writeLong(count);
    }
    out.writeInt(sums.length);
    for (ExactSum sum : sums) {
      Bytes.writeBlock(out, sum.toBytes());
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Tally read(DataInputStream in) throws IOException {
    long[] counts = new long[in.readInt()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
    }
    ExactSum[] sums = new ExactSum[in.readInt()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ExactSum.fromBytes(Bytes.readBlock(in));
    }
    return new Tally(counts, sums);
  }
}
