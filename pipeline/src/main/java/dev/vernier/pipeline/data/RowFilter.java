package dev.vernier.pipeline.data;

import dev.vernier.conf.RowSelection;
import dev.vernier.pipeline.stopping.Wave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Decides by content alone whether a row takes part. */
public final class RowFilter {
  private final RowSelection selection;
  private final RowIdentity identity;
  private final Optional<WhereCondition> where;
  private final byte[] above;
  private final byte[] threshold;
  private final Optional<Half> half;

  private RowFilter(
      RowSelection selection,
      RowIdentity identity,
      byte[] above,
      byte[] threshold,
      Optional<Half> half) {
    this.selection = selection;
    this.identity = identity;
    this.where = selection.where().map(WhereCondition::parse);
    this.above = above;
    this.threshold = threshold;
    this.half = half;
  }

  /** The filter of a selection, where {@code inputColumns} feed the model. */
  public static RowFilter of(RowSelection selection, List<String> inputColumns) {
    RowIdentity identity = new RowIdentity(selection.keyColumn(), inputColumns);
    return new RowFilter(selection, identity, null, null, Optional.empty());
  }

  /** The filter that also leaves out identities above a bound; null: no bound. */
  public RowFilter withThreshold(byte[] bound) {
    return new RowFilter(selection, identity, above, copy(bound), half);
  }

  /** The filter that also leaves out identities up to a bound; null: no bound. */
  public RowFilter withFloor(byte[] bound) {
    return new RowFilter(selection, identity, copy(bound), threshold, half);
  }

  /**
   * The filter of the rows that a wave adds; the wave's upper bound takes this filter's into
   * account.
   */
  public RowFilter of(Wave wave) {
    return withFloor(wave.above().orElse(null)).withThreshold(wave.upTo().orElse(null));
  }

  /** The largest identity that takes part; empty: no bound. */
  public Optional<byte[]> largest() {
    return Optional.ofNullable(threshold).map(byte[]::clone);
  }

  private static byte[] copy(byte[] bound) {
    return bound == null ? null : bound.clone();
  }

  /** The filter that also leaves out all rows but those of a half. */
  public RowFilter withHalf(Half only) {
    return new RowFilter(selection, identity, above, threshold, Optional.of(only));
  }

  /** How rows are identified. */
  public RowIdentity identity() {
    return identity;
  }

  /** Columns that the decision reads. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(identity.columns());
    where.ifPresent(w -> columns.addAll(w.columns()));
    return columns.stream().distinct().toList();
  }

  /**
   * Whether this leaves rows out, and can tell which from fewer columns than these: by a key
   * column, not by the content.
   */
  public boolean isTellingBeside(Collection<String> needed) {
    boolean leavesOut =
        selection.hashModulo() != 1
            || above != null
            || threshold != null
            || half.isPresent()
            || where.isPresent();
    return leavesOut && !columns().containsAll(needed);
  }

  /** Whether a row, of which {@link #columns} suffice, takes part. */
  public boolean selects(Row row) {
    return selects(row, identity.hash(row));
  }

  /** Whether a row with this identity takes part. */
  public boolean selects(Row row, byte[] hash) {
    return inClass(hash)
        && (above == null || Arrays.compareUnsigned(hash, above) > 0)
        && (threshold == null || Arrays.compareUnsigned(hash, threshold) <= 0)
        && (half.isEmpty() || Half.of(hash) == half.get())
        && (where.isEmpty() || where.get().test(row));
  }

  /** The class of a hash is its last 8 bytes modulo the number of classes. */
  private boolean inClass(byte[] hash) {
    if (selection.hashModulo() == 1) {
      return true;
    }
    long tail = java.nio.ByteBuffer.wrap(hash).getLong(24);
    int remainder = (int) Long.remainderUnsigned(tail, selection.hashModulo());
    return selection.hashRemainders().contains(remainder);
  }
}
