package dev.vernier.pipeline;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.MemoryPlan;
import dev.vernier.engine.SessionOptions;
import dev.vernier.stats.StateCollector;
import dev.vernier.stats.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Heap that a calibration needs, in bytes; it depends on the model and the row groups, never on the
 * number of samples.
 *
 * @param sharedBytes the model, once a JVM: its constants as read, decoded and packed
 * @param arenaBytes activations and scratch memory of one task slot
 * @param stateBytes histogram tables and states of one task slot
 * @param rowBytes row-group buffers, decoded rows and the batch of one task slot
 */
public record MemoryBudget(long sharedBytes, long arenaBytes, long stateBytes, long rowBytes) {
  /** What the JVM, Spark and Parquet take beside it, as measured on small models. */
  private static final long BASE_BYTES = 256L << 20;

  /** A row group is held compressed, one page of a column decompressed, and as values. */
  private static final int ROW_GROUP_COPIES = 2;

  /** An image passes through decoding, resizing and the tensor. */
  private static final long DECODE_BYTES = 32L << 20;

  /**
   * The budget of a calibration.
   *
   * @param inputDims shapes of one sample by input
   * @param batchSize samples of a batch as proven
   * @param rowGroupBytes the largest row group's uncompressed bytes
   */
  public static MemoryBudget of(
      PreparedModel model, Map<String, int[]> inputDims, int batchSize, long rowGroupBytes) {
    Set<String> observed = model.observable();
    InferenceSession session =
        model.engine().newSession(SessionOptions.defaults().withObserved(observed));
    MemoryPlan plan = session.memoryPlan(batched(inputDims, batchSize));
    List<TensorSpec> specs = Calibrator.specs(observed);
    long states = StateCollector.memoryBound(specs, Calibrator.options(batchSize));
    long rows = rowBytes(inputDims, batchSize, rowGroupBytes);
    return new MemoryBudget(2 * plan.sharedBytes(), plan.sessionBytes(), 2 * states, rows);
  }

  /** What reading rows and holding a batch of samples takes in one task slot. */
  public static long rowBytes(Map<String, int[]> inputDims, int batchSize, long rowGroupBytes) {
    long inputs = 0;
    for (int[] dims : inputDims.values()) {
      long elements = 1;
      for (int dim : dims) {
        elements *= dim;
      }
      inputs += 8 * elements;
    }
    return ROW_GROUP_COPIES * rowGroupBytes + DECODE_BYTES + 2L * batchSize * inputs;
  }

  private static Map<String, int[]> batched(Map<String, int[]> inputDims, int batchSize) {
    Map<String, int[]> batched = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> input : inputDims.entrySet()) {
      int[] dims = input.getValue().clone();
      if (batchSize > 1 && dims.length > 0 && dims[0] == 1) {
        dims[0] = batchSize;
      }
      batched.put(input.getKey(), dims);
    }
    return batched;
  }

  /** Heap of a JVM with that many task slots. */
  public long totalBytes(int slots) {
    return BASE_BYTES + sharedBytes + slots * (arenaBytes + stateBytes + rowBytes);
  }

  /** The heap in whole mebibytes, as {@code -Xmx} takes it. */
  public long heapMegabytes(int slots) {
    return (totalBytes(slots) + (1 << 20) - 1) >> 20;
  }

  /** One line that adds up. */
  public String describe(int slots) {
    return String.format(
        Locale.ROOT,
        "heap %d MB = base %d + model %d + %d slot%s x (activations %d + states %d + rows %d)",
        heapMegabytes(slots),
        BASE_BYTES >> 20,
        sharedBytes >> 20,
        slots,
        slots == 1 ? "" : "s",
        arenaBytes >> 20,
        stateBytes >> 20,
        rowBytes >> 20);
  }
}
