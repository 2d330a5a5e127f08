package dev.vernier.jobs.pass;

import dev.vernier.pipeline.data.Half;
import dev.vernier.pipeline.data.RowFilter;
import java.io.Serializable;
import java.util.HexFormat;

/**
 * The rows of a pass beyond the job's own selection: those of {@code samples = N}, whose identity
 * hash is not above a bound, and those of a half.
 *
 * @param bound in hexadecimal; empty: every row
 * @param half name of the half; empty: both
 */
record RowChoice(String bound, String half) implements Serializable {
  private static final long serialVersionUID = 2L;

  /** Every row. */
  static final RowChoice ALL = new RowChoice("", "");

  static RowChoice upTo(byte[] hash) {
    return ALL.boundedBy(hash);
  }

  RowChoice boundedBy(byte[] hash) {
    return new RowChoice(HexFormat.of().formatHex(hash), half);
  }

  RowChoice of(Half only) {
    return new RowChoice(bound, only.name());
  }

  /** The filter with what the choice leaves out. */
  RowFilter within(RowFilter filter) {
    byte[] threshold = bound.isEmpty() ? null : HexFormat.of().parseHex(bound);
    RowFilter bounded = filter.withThreshold(threshold);
    return half.isEmpty() ? bounded : bounded.withHalf(Half.valueOf(half));
  }
}
