package dev.vernier.jobs.pass;

import dev.vernier.pipeline.PassLog;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which rows were set aside and why. */
final class Quarantine {
  private static final int LISTED = 10;

  private Quarantine() {}

  /** One line a row, for at most ten rows. */
  static String describe(String pass, PassLog log) {
    String rows =
        log.badRows().stream().limit(LISTED).map(row -> "\n  " + row).collect(Collectors.joining());
    String more =
        log.bad() > LISTED ? "\n  and " + (log.bad() - LISTED) + " more; see run.json" : "";
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d rows are bad and were set aside:%s%s",
        pass,
        log.bad(),
        log.selected(),
        rows,
        more);
  }

  /** Why the run fails. */
  static String tooMany(String pass, PassLog log, double limit) {
    return String.format(
        Locale.ROOT,
        "%s: %.2f %% of the rows are bad; expected at most %.2f %% (run.max-bad-share = %s). The"
            + " first:\n  %s\nRepair the data, or raise run.max-bad-share.",
        pass,
        100 * log.badShare(),
        100 * limit,
        limit,
        log.badRows().get(0));
  }
}
