package dev.vernier.pipeline;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.data.BadRow;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.preprocess.Preprocessor;
import dev.vernier.pipeline.preprocess.Sample;
import dev.vernier.stats.StateMemoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Selects rows, makes samples of them and hands them over in batches of equal shapes. A batch whose
 * work fails is handed over again sample by sample, and a sample that fails alone is quarantined;
 * so the result does not depend on the batch size.
 */
final class Batcher {
  /** A selected row on its way. */
  record Item(byte[] identity, String key, Row row, Sample sample) {}

  /** What is done with a batch; it must leave nothing behind if it fails. */
  interface Work {
    void run(List<Item> items) throws BadRowException;
  }

  private final RowFilter filter;
  private final Preprocessor preprocessor;
  private final int batchSize;
  private final Work work;
  private final List<Item> pending = new ArrayList<>();
  private final List<BadRow> badRows = new ArrayList<>();
  private long read;
  private long selected;
  private long bad;

  Batcher(RowFilter filter, Preprocessor preprocessor, int batchSize, Work work) {
    this.filter = filter;
    this.preprocessor = preprocessor;
    this.batchSize = batchSize;
    this.work = work;
  }

  void add(Row row) {
    read++;
    byte[] identity = filter.identity().hash(row);
    if (!filter.selects(row, identity)) {
      return;
    }
    selected++;
    String key = filter.identity().key(row);
    try {
      enqueue(new Item(identity, key, row, preprocessor.apply(row)));
    } catch (BadRowException e) {
      quarantine(identity, key, e.getMessage());
    }
  }

  /** Counts rows that the selection leaves out and that were therefore not read whole. */
  void skip(long rows) {
    read += rows;
  }

  private void enqueue(Item item) {
    if (!pending.isEmpty() && !sameShapes(pending.get(0).sample(), item.sample())) {
      flush();
    }
    pending.add(item);
    if (pending.size() >= batchSize || !stackable(item.sample())) {
      flush();
    }
  }

  /** A sample whose first axis is not the batch's, such as one of time, is run alone. */
  private static boolean stackable(Sample sample) {
    return sample.inputs().values().stream().allMatch(t -> t.rank() > 0 && t.dim(0) == 1);
  }

  private static boolean sameShapes(Sample a, Sample b) {
    for (Map.Entry<String, Tensor> input : a.inputs().entrySet()) {
      int[] other = b.inputs().get(input.getKey()).dims();
      if (!Arrays.equals(input.getValue().dims(), other)) {
        return false;
      }
    }
    return true;
  }

  /** Works off what waits for its batch to fill. */
  void flush() {
    List<Item> batch = List.copyOf(pending);
    pending.clear();
    if (batch.size() > 1 && tried(batch)) {
      return;
    }
    for (Item item : batch) {
      one(item);
    }
  }

  private boolean tried(List<Item> batch) {
    try {
      work.run(batch);
      return true;
    } catch (StateMemoryException e) {
      throw e;
    } catch (BadRowException | RuntimeException e) {
      return false;
    }
  }

  private void one(Item item) {
    try {
      work.run(List.of(item));
    } catch (BadRowException e) {
      quarantine(item.identity(), item.key(), e.getMessage());
    } catch (StateMemoryException e) {
      throw e;
    } catch (RuntimeException e) {
      quarantine(item.identity(), item.key(), "the model failed on this row: " + describe(e));
    }
  }

  /** Messages of the JVM's own exceptions vary: compiled code may throw them without any. */
  private static String describe(RuntimeException e) {
    boolean worded =
        e instanceof VernierException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException;
    return worded ? e.getMessage() : e.getClass().getSimpleName();
  }

  private void quarantine(byte[] identity, String key, String reason) {
    bad++;
    badRows.add(new BadRow(Sha256.hex(identity), key, reason));
    if (badRows.size() >= 2 * PassLog.MOST_LISTED) {
      List<BadRow> kept = badRows.stream().sorted().limit(PassLog.MOST_LISTED).toList();
      badRows.clear();
      badRows.addAll(kept);
    }
  }

  PassLog log() {
    return new PassLog(read, selected, bad, badRows);
  }

  /** The inputs of several samples as one: stacked along axis 0, or the sample's own if alone. */
  static Map<String, Tensor> stack(List<Item> items) {
    Map<String, Tensor> first = items.get(0).sample().inputs();
    if (items.size() == 1) {
      return first;
    }
    Map<String, Tensor> stacked = new LinkedHashMap<>();
    for (String name : first.keySet()) {
      stacked.put(name, stack(items, name));
    }
    return stacked;
  }

  private static Tensor stack(List<Item> items, String name) {
    Tensor model = items.get(0).sample().inputs().get(name);
    int[] dims = model.dims();
    dims[0] = items.size();
    Tensor all = Tensor.allocate(model.type(), dims);
    for (int i = 0; i < items.size(); i++) {
      Tensor one = items.get(i).sample().inputs().get(name);
      System.arraycopy(one.array(), one.offset(), all.array(), i * one.size(), one.size());
    }
    return all;
  }

  /** The part of a batch's output that belongs to one sample. */
  static Tensor slice(Tensor all, int index, int samples) {
    if (samples == 1) {
      return all;
    }
    int[] dims = all.dims();
    dims[0] = 1;
    int size = all.size() / samples;
    return Tensor.wrap(all.type(), all.array(), all.offset() + index * size, dims);
  }
}
