package dev.vernier.jobs.spark;

import dev.vernier.conf.Redaction;
import dev.vernier.jobs.shard.ShardReport;

/**
 * What a task writes to its log when it ends: {@code key=value} pairs that a log search can filter
 * by.
 *
 * @param run Spark's application id, the same for driver and executors of a run
 * @param work {@code shard} or {@code merge}, which the id is of
 */
record ShardLine(String run, String pass, String work, int attempt, ShardReport report) {
  /** One line without credentials; a reason, the only value with spaces, is last and quoted. */
  String text() {
    String fatal = Redaction.hide(report.fatal()).replaceAll("\\s+", " ").replace('"', '\'');
    return "run=%s pass=%s %s=%d attempt=%d rows=%d millis=%d outcome=%s"
            .formatted(
                run,
                pass.replace(' ', '-'),
                work,
                report.id(),
                attempt,
                report.rows(),
                report.millis(),
                fatal.isEmpty() ? "done" : "fatal")
        + (fatal.isEmpty() ? "" : " reason=\"" + fatal + "\"");
  }
}
