package dev.vernier.engine;

/**
 * Memory that running a model takes, in bytes.
 *
 * @param arenaBytes activations of one session at the planned shapes
 * @param scratchBytes working memory of operators of one session
 * @param ioBytes inputs and outputs of one run
 * @param packedBytes weights packed for the kernels, shared by the sessions of a model
 * @param constantBytes initializers and folded constants, shared by the sessions of a model
 */
public record MemoryPlan(
    long arenaBytes, long scratchBytes, long ioBytes, long packedBytes, long constantBytes) {
  /** What every further session adds. */
  public long sessionBytes() {
    return arenaBytes + scratchBytes + ioBytes;
  }

  /** What the sessions share. */
  public long sharedBytes() {
    return packedBytes + constantBytes;
  }

  /** Memory of one model with {@code sessions} sessions. */
  public long totalBytes(int sessions) {
    return sharedBytes() + sessions * sessionBytes();
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "arena %.1f MB + scratch %.1f MB + input and output %.1f MB a session;"
            + " packed weights %.1f MB + constants %.1f MB shared",
        arenaBytes / 1e6,
        scratchBytes / 1e6,
        ioBytes / 1e6,
        packedBytes / 1e6,
        constantBytes / 1e6);
  }
}
