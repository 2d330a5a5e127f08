package dev.vernier.it.cluster;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class, and ends the JVM at once when the process that started it has ended,
 * which shows in the end of the standard input. So no process outlives the tests, whatever ends
 * them.
 */
public final class Leash {
  private Leash() {}

  /** Runs the main class named first with the arguments that follow. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(Leash::watch, "leash");
    watch.setDaemon(true);
    watch.start();
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // The other end is gone.
    }
    Runtime.getRuntime().halt(1);
  }
}
