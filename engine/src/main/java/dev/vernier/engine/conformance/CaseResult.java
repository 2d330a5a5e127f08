package dev.vernier.engine.conformance;

import java.nio.file.Path;
import java.util.Set;

/**
 * What came of one recorded case.
 *
 * @param folder the folder of the model, or the model of a case without recorded inputs
 * @param reason why it did not pass, one line; empty if it passed
 * @param operators what the model consists of; empty if it could not be read
 */
public record CaseResult(Path folder, Outcome outcome, String reason, Set<OperatorUse> operators) {
  /** Copies the operators. */
  public CaseResult {
    operators = Set.copyOf(operators);
  }

  /**
   * Passed, failed, not attempted because something it needs is missing, or because it needs
   * something that is left out on purpose.
   */
  public enum Outcome {
    PASSED,
    FAILED,
    UNSUPPORTED,
    EXCLUDED
  }

  static CaseResult passed(Path folder) {
    return new CaseResult(folder, Outcome.PASSED, "", Set.of());
  }

  static CaseResult failed(Path folder, String reason) {
    return new CaseResult(folder, Outcome.FAILED, oneLine(reason), Set.of());
  }

  static CaseResult unsupported(Path folder, String reason) {
    return new CaseResult(folder, Outcome.UNSUPPORTED, oneLine(reason), Set.of());
  }

  static CaseResult excluded(Path folder, String reason) {
    return new CaseResult(folder, Outcome.EXCLUDED, oneLine(reason), Set.of());
  }

  CaseResult with(Set<OperatorUse> found) {
    return new CaseResult(folder, outcome, reason, found);
  }

  private static String oneLine(String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** The name of the folder. */
  public String name() {
    return folder.getFileName().toString();
  }

  @Override
  public String toString() {
    return name()
        + ": "
        + outcome.name().toLowerCase(java.util.Locale.ROOT)
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
