package dev.vernier.jobs.spark;

import dev.vernier.conf.Redaction;
import dev.vernier.onnx.VernierException;

/**
 * What a task throws is logged by Spark, on the executor and on the driver, with the messages of
 * all its causes: this takes the credentials out of them.
 */
final class HiddenFailure {
  private HiddenFailure() {}

  /** The failure itself if there is nothing to hide; otherwise one that reads the same. */
  static RuntimeException of(RuntimeException failure) {
    return isClean(failure) ? failure : copy(failure);
  }

  private static boolean isClean(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String text = one.toString();
      if (!Redaction.hide(text).equals(text)) {
        return false;
      }
    }
    return true;
  }

  private static VernierException copy(Throwable failure) {
    boolean ours = failure instanceof VernierException && failure.getMessage() != null;
    String text = Redaction.hide(ours ? failure.getMessage() : failure.toString());
    Throwable cause = failure.getCause();
    VernierException copy = new VernierException(text, cause == null ? null : copy(cause));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }
}
