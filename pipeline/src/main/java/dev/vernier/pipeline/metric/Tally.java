package dev.vernier.pipeline.metric;

import dev.vernier.pipeline.Bytes;
import dev.vernier.stats.ExactSum;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counters, exact sums and a table of counts by key of one metric; merging adds. What a metric
 * needs that is not a sum, such as the scores behind a curve, it keeps as keys of the table. Not
 * thread-safe.
 */
public final class Tally {
  private final long[] counts;
  private final ExactSum[] sums;
  private final TreeMap<long[], Long> table = new TreeMap<>(Arrays::compare);

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

  /** Adds to a counter. */
  public void count(int counter, long number) {
    counts[counter] += number;
  }

  /** Adds a finite value to a sum. */
  public void add(int sum, double value) {
    sums[sum] = sums[sum].merge(ExactSum.of(value));
  }

  /** Adds to the count of a key; the key is not copied and must not change. */
  public void tabulate(long number, long... key) {
    table.merge(key, number, Long::sum);
  }

  /** A counter's value. */
  public long counted(int counter) {
    return counts[counter];
  }

  /** A sum's value, rounded once. */
  public double sum(int sum) {
    return sums[sum].doubleValue();
  }

  /** The counts by key, ordered by the keys' first elements, then by their second, and so on. */
  public SortedMap<long[], Long> table() {
    return Collections.unmodifiableSortedMap(table);
  }

  /** The keys that start with these elements, in order. */
  public SortedMap<long[], Long> table(long... prefix) {
    long[] end = prefix.clone();
    end[end.length - 1]++;
    return Collections.unmodifiableSortedMap(table.subMap(prefix, end));
  }

  /** Adds another tally of the same metric to this one. */
  void addAll(Tally other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i].merge(other.sums[i]);
    }
    other.table.forEach((key, number) -> tabulate(number, key));
  }

  /** The tally of both. */
  public Tally merge(Tally other) {
    Tally merged = new Tally(counts.clone(), sums.clone());
    merged.table.putAll(table);
    merged.addAll(other);
    return merged;
  }

  /** Writes counters, sums and table. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(counts.length);
    for (long count : counts) {
      out.writeLong(count);
    }
    out.writeInt(sums.length);
    for (ExactSum sum : sums) {
      Bytes.writeBlock(out, sum.toBytes());
    }
    out.writeInt(table.size());
    for (var entry : table.entrySet()) {
      writeKey(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
  }

  private static void writeKey(DataOutputStream out, long[] key) throws IOException {
    out.writeInt(key.length);
    for (long element : key) {
      out.writeLong(element);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Tally read(DataInputStream in) throws IOException {
    long[] counts = readKey(in);
    ExactSum[] sums = new ExactSum[Bytes.readCount(in, Integer.BYTES)];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ExactSum.fromBytes(Bytes.readBlock(in));
    }
    Tally tally = new Tally(counts, sums);
    int keys = Bytes.readCount(in, Integer.BYTES + Long.BYTES);
    for (int i = 0; i < keys; i++) {
      long[] key = readKey(in);
      tally.table.put(key, in.readLong());
    }
    return tally;
  }

  private static long[] readKey(DataInputStream in) throws IOException {
    long[] key = new long[Bytes.readCount(in, Long.BYTES)];
    for (int i = 0; i < key.length; i++) {
      key[i] = in.readLong();
    }
    return key;
  }
}
