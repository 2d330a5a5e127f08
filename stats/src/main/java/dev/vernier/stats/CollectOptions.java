package dev.vernier.stats;

/**
 * What a collector keeps and may use.
 *
 * @param perSample whether statistics of single samples are kept
 * @param batch how many samples may be open at once
 * @param stateBytes memory for counters that grow with what is seen; 0 for 8 MiB and, for each
 *     tensor, 64 KiB a fold and a fold that open samples can be of: room for values of 60 binary
 *     orders of magnitude of either sign, beyond which counters are packed, at a cost in time
 */
public record CollectOptions(boolean perSample, int batch, long stateBytes) {
  private static final long BASE_BYTES = 8L << 20;
  private static final long BYTES_PER_TENSOR_AND_FOLD = 64L << 10;

  public CollectOptions {
    if (batch < 1 || stateBytes < 0) {
      throw new IllegalArgumentException(
          "expected a batch of at least 1 and no negative memory, not %d and %d bytes"
              .formatted(batch, stateBytes));
    }
  }

  public static CollectOptions defaults() {
    return new CollectOptions(true, 1, 0);
  }

  public CollectOptions withPerSample(boolean perSample) {
    return new CollectOptions(perSample, batch, stateBytes);
  }

  public CollectOptions withBatch(int batch) {
    return new CollectOptions(perSample, batch, stateBytes);
  }

  public CollectOptions withStateBytes(long stateBytes) {
    return new CollectOptions(perSample, batch, stateBytes);
  }

  long stateBytesFor(int tensors) {
    return stateBytes > 0
        ? stateBytes
        : BASE_BYTES
            + BYTES_PER_TENSOR_AND_FOLD * tensors * (Folds.COUNT + Math.min(batch, Folds.COUNT));
  }
}
