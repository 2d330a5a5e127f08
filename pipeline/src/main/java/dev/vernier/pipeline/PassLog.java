package dev.vernier.pipeline;

import dev.vernier.pipeline.data.BadRow;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pass made of its rows; mergeable.
 *
 * @param read rows looked at
 * @param selected rows that the selection let through, bad ones included
 * @param bad rows that were quarantined
 * @param badRows the quarantined rows with the smallest identities, at most {@link #MOST_LISTED}
 */
public record PassLog(long read, long selected, long bad, List<BadRow> badRows) {
  /** How many bad rows are listed one by one; the others are counted. */
  public static final int MOST_LISTED = 1000;

  /** Nothing read. */
  public static final PassLog EMPTY = new PassLog(0, 0, 0, List.of());

  /** Sorts and bounds the list. */
  public PassLog {
    badRows = badRows.stream().sorted().limit(MOST_LISTED).toList();
  }

  /** The same log of so many rows looked at. */
  PassLog withRead(long rows) {
    return new PassLog(rows, selected, bad, badRows);
  }

  /** Rows that entered the result. */
  public long used() {
    return selected - bad;
  }

  /** Share of bad rows among those selected; 0 without rows. */
  public double badShare() {
    return selected == 0 ? 0 : (double) bad / selected;
  }

  /** The log of both parts. */
  public PassLog merge(PassLog other) {
    List<BadRow> rows = Stream.concat(badRows.stream(), other.badRows.stream()).toList();
    return new PassLog(read + other.read, selected + other.selected, bad + other.bad, rows);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(read);
    out.writeLong(selected);
    out.writeLong(bad);
    out.writeInt(badRows.size());
    for (BadRow row : badRows) {
      Bytes.writeText(out, row.identity());
      Bytes.writeText(out, row.key());
      Bytes.writeText(out, row.reason());
    }
  }

  static PassLog read(DataInputStream in) throws IOException {
    long read = in.readLong();
    long selected = in.readLong();
    long bad = in.readLong();
    BadRow[] rows = new BadRow[Bytes.readCount(in, 3 * Integer.BYTES)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new BadRow(Bytes.readText(in), Bytes.readText(in), Bytes.readText(in));
    }
    return new PassLog(read, selected, bad, List.of(rows));
  }
}
