package dev.vernier.engine;

/**
 * What a model may take, so that a damaged or hostile one ends with a message.
 *
 * @param memoryBytes the most that the tensors of one session take: constants, activations, working
 *     memory. Checked before memory is taken, from shapes alone.
 * @param loopIterations the most iterations of Loop and Scan nodes in one run, nested ones included
 */
public record Limits(long memoryBytes, long loopIterations) {
  private static final String MEMORY = "vernier.memory.limit";
  private static final String ITERATIONS = "vernier.loop.limit";
  private static final long DEFAULT_ITERATIONS = 10_000_000;

  /** Checks the values. */
  public Limits {
    if (memoryBytes < 1 || loopIterations < 1) {
      throw new IllegalArgumentException(
          "memoryBytes = "
              + memoryBytes
              + ", loopIterations = "
              + loopIterations
              + ": expected > 0");
    }
  }

  /**
   * Four fifths of the largest heap and ten million iterations, unless the system properties
   * vernier.memory.limit (bytes) and vernier.loop.limit say otherwise.
   */
  public static Limits defaults() {
    long memory = Runtime.getRuntime().maxMemory() / 5 * 4;
    return new Limits(Long.getLong(MEMORY, memory), Long.getLong(ITERATIONS, DEFAULT_ITERATIONS));
  }

  /** Fails, saying what to do, if the bytes are more than the limit. */
  void requireMemory(long bytes, long held, String what) {
    if (bytes < 0 || bytes > memoryBytes - held) {
      throw new IllegalArgumentException(
          String.format(
              "%s needs %d bytes%s, more than the limit of %d; give the JVM a larger heap (-Xmx),"
                  + " set -D%s, use a smaller batch or input, or check the model's shapes",
              what, bytes, held == 0 ? "" : " beside " + held + " in use", memoryBytes, MEMORY));
    }
  }

  void requireIterations(long iterations) {
    if (iterations > loopIterations) {
      throw new IllegalArgumentException(
          "more than "
              + loopIterations
              + " iterations in one run; if that is right, set -D"
              + ITERATIONS);
    }
  }
}
