package dev.vernier.pipeline;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.preprocess.Preprocessor;
import dev.vernier.stats.CollectOptions;
import dev.vernier.stats.StateCollector;
import dev.vernier.stats.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the model over rows and collects the states of every tensor that any quantization settings
 * can need. One a task slot, for one thread; its memory is reused from pass to pass, and one pass
 * is open at a time.
 */
public final class Calibrator {
  private final Preprocessor preprocessor;
  private final RowFilter filter;
  private final InferenceSession session;
  private final StateCollector collector;
  private final Map<String, Integer> indices = new HashMap<>();
  private final int batchSize;

  /**
   * A calibrator of a model.
   *
   * @param filter which rows take part
   * @param batchSize samples run together if the model is proven to keep them apart
   */
  public Calibrator(
      PreparedModel model, Preprocessor preprocessor, RowFilter filter, int batchSize) {
    this.preprocessor = preprocessor;
    this.filter = filter;
    Set<String> observed = model.observable();
    this.batchSize = BatchProof.batchSize(model.engine(), observed, batchSize);
    this.session = model.engine().newSession(SessionOptions.defaults().withObserved(observed));
    List<TensorSpec> specs = specs(observed);
    for (TensorSpec spec : specs) {
      indices.put(spec.name(), indices.size());
    }
    this.collector = new StateCollector(specs, options(this.batchSize));
  }

  static List<TensorSpec> specs(Set<String> observed) {
    return new TreeSet<>(observed).stream().map(TensorSpec::of).toList();
  }

  static CollectOptions options(int batchSize) {
    return CollectOptions.defaults().withBatch(batchSize);
  }

  /** Columns that rows must have. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(preprocessor.columns());
    columns.addAll(filter.columns());
    return columns.stream().distinct().toList();
  }

  /** Samples that are run together: the wanted number, or 1 where the proof fails. */
  public int batchSize() {
    return batchSize;
  }

  /** Starts a pass, dropping whatever an unfinished one has collected. */
  public CalibrationPass newPass() {
    collector.clear();
    return new CalibrationPass(this);
  }

  Batcher batcher() {
    return new Batcher(filter, preprocessor, batchSize, this::run);
  }

  private void run(List<Batcher.Item> items) {
    collector.begin(items.stream().map(i -> i.sample().hash()).toArray(byte[][]::new));
    try {
      session.run(Batcher.stack(items), new StateObserver(collector, indices, items.size()));
    } catch (RuntimeException | Error e) {
      collector.abort();
      throw e;
    }
    collector.end();
  }

  CalibrationResult result(PassLog log) {
    return new CalibrationResult(collector.toStateSet(), log);
  }
}
