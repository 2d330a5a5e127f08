package dev.vernier.jobs.pass;

import java.io.PrintWriter;

/** Where a job tells people what it does. */
public interface JobConsole {
  /** A line about the run. */
  void say(String line);

  /** A console that prints to a writer. */
  static JobConsole of(PrintWriter out) {
    return line -> {
      out.println(line);
      out.flush();
    };
  }
}
