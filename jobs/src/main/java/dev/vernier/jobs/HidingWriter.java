package dev.vernier.jobs;

import dev.vernier.conf.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Passes text on line by line, without the credentials in it. */
final class HidingWriter extends Writer {
  private final Writer target;
  private final StringBuilder pending = new StringBuilder();

  private HidingWriter(Writer target) {
    this.target = target;
  }

  /** A printer whose lines reach the target without credentials. */
  static PrintWriter over(Writer target) {
    return new PrintWriter(new HidingWriter(target), true);
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    pending.append(text, from, length);
    int end = pending.lastIndexOf("\n") + 1;
    if (end > 0) {
      passOn(end);
    }
  }

  private void passOn(int end) throws IOException {
    target.write(Redaction.hide(pending.substring(0, end)));
    pending.delete(0, end);
  }

  @Override
  public void flush() throws IOException {
    passOn(pending.length());
    target.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    target.close();
  }
}
