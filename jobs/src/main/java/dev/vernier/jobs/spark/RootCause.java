package dev.vernier.jobs.spark;

import dev.vernier.onnx.VernierException;
import org.apache.spark.SparkException;

/** Spark wraps what a task threw into text; this finds the part that says what happened. */
final class RootCause {
  private static final String MARK = "most recent failure: ";

  private RootCause() {}

  static String of(Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && !(deepest instanceof VernierException)) {
      deepest = deepest.getCause();
    }
    if (deepest instanceof VernierException) {
      return deepest.getMessage();
    }
    String text = String.valueOf(deepest.getMessage());
    if (!(deepest instanceof SparkException) || !text.contains(MARK)) {
      return text.lines().findFirst().orElse(deepest.getClass().getName());
    }
    return firstParagraph(text.substring(text.indexOf(MARK) + MARK.length()));
  }

  /** The message up to the stack trace. */
  private static String firstParagraph(String text) {
    StringBuilder kept = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("\tat ")) {
        break;
      }
      kept.append(kept.isEmpty() ? "" : "\n").append(line);
    }
    return kept.toString();
  }
}
