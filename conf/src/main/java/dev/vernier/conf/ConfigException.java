package dev.vernier.conf;

import java.util.List;
import java.util.stream.Collectors;

/** Every problem of a configuration, in one message of one line each. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems in the order in which they were found. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    String head =
        problems.size() == 1
            ? "The configuration has a problem:"
            : "The configuration has " + problems.size() + " problems:";
    return problems.stream()
        .map(Problem::toString)
        .collect(Collectors.joining("\n  ", head + "\n  ", ""));
  }
}
