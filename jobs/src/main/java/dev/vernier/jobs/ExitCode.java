package dev.vernier.jobs;

/** What a command's exit status says. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** The run failed. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** A gate, such as the accuracy limit, said no. */
  static final int GATE = 3;

  private ExitCode() {}
}
