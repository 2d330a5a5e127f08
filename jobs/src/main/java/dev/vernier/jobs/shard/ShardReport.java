package dev.vernier.jobs.shard;

/**
 * What a task tells the driver; for progress and diagnostics, never for results.
 *
 * @param id the shard, or the group merged
 * @param rows rows of the shard
 * @param millis time it took
 * @param liveBytes heap in use after a full collection, or -1 if not sampled
 * @param fatal why the whole run must stop, empty if it need not
 */
public record ShardReport(int id, long rows, long millis, long liveBytes, String fatal) {
  private static final int FIELDS = 5;

  /** As one line. */
  public String encode() {
    return id + "\t" + rows + "\t" + millis + "\t" + liveBytes + "\t" + fatal;
  }

  /** Reads what {@link #encode} wrote. */
  public static ShardReport decode(String text) {
    String[] fields = text.split("\t", FIELDS);
    return new ShardReport(
        Integer.parseInt(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        fields[4]);
  }
}
