package dev.vernier.jobs.pass;

import dev.vernier.pipeline.data.Half;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.stopping.Wave;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The rows of a pass beyond the job's own selection: those of {@code samples = N}, whose identity
 * hash is not above a bound, those of a wave and those of a half.
 *
 * @param above in hexadecimal: only hashes above it; empty: from the smallest
 * @param bound in hexadecimal; empty: every row
 * @param half name of the half; empty: both
 */
record RowChoice(String above, String bound, String half) implements Serializable {
  private static final long serialVersionUID = 3L;

  /** Every row. */
  static final RowChoice ALL = new RowChoice("", "", "");

  static RowChoice upTo(byte[] hash) {
    return ALL.boundedBy(hash);
  }

  RowChoice boundedBy(byte[] hash) {
    return new RowChoice(above, hex(hash), half);
  }

  RowChoice of(Half only) {
    return new RowChoice(above, bound, only.name());
  }

  /** The rows of this choice that a wave adds; its upper bound takes this choice's into account. */
  RowChoice of(Wave wave) {
    return new RowChoice(
        wave.above().map(RowChoice::hex).orElse(""),
        wave.upTo().map(RowChoice::hex).orElse(""),
        half);
  }

  /** The largest hash that takes part; empty: every hash may. */
  Optional<byte[]> largest() {
    return bytes(bound);
  }

  /** The bounds as text, for plans. */
  String bounds() {
    return above.isEmpty() ? bound : above + ".." + bound;
  }

  /** The filter with what the choice leaves out. */
  RowFilter within(RowFilter filter) {
    RowFilter bounded =
        filter.withFloor(bytes(above).orElse(null)).withThreshold(largest().orElse(null));
    return half.isEmpty() ? bounded : bounded.withHalf(Half.valueOf(half));
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private static Optional<byte[]> bytes(String hex) {
    return hex.isEmpty() ? Optional.empty() : Optional.of(HexFormat.of().parseHex(hex));
  }
}
