package dev.vernier.pipeline;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.metric.MetricSuite;
import dev.vernier.pipeline.metric.Metrics;
import dev.vernier.pipeline.metric.Outcome;
import dev.vernier.pipeline.preprocess.Preprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the floating-point model once and every candidate over the same rows and measures the
 * candidates against it. One a task slot, for one thread; one pass is open at a time.
 */
public final class Validator {
  private final Preprocessor preprocessor;
  private final RowFilter filter;
  private final Options options;
  private final LabelReader labels;
  private final MetricSuite metrics;
  private final List<String> outputs;
  private final int scores;
  private final InferenceSession reference;
  private final List<String> names = new ArrayList<>();
  private final List<InferenceSession> sessions = new ArrayList<>();
  private final TensorComparison comparison;
  private final int batchSize;
  private List<CandidateState> states;

  /**
   * What a validation is told beside models and rows.
   *
   * @param batchSize samples run together where every model is proven to keep them apart
   * @param config labels, output, metrics and samples on which every tensor is compared
   */
  public record Options(int batchSize, ValidationConfig config) {}

  /** A validator of candidates against a model. */
  public Validator(
      PreparedModel model,
      List<CandidateModel> candidates,
      Preprocessor preprocessor,
      RowFilter filter,
      Options options) {
    this.preprocessor = preprocessor;
    this.filter = filter;
    this.options = options;
    this.labels = new LabelReader(options.config());
    this.metrics = Metrics.of(options.config());
    this.outputs = model.engine().outputs().stream().map(ValueInfo::name).toList();
    this.scores = scoreIndex(options.config().scoreOutput());
    this.reference = model.engine().newSession();
    int batch = BatchProof.batchSize(model.engine(), Set.of(), options.batchSize());
    for (CandidateModel candidate : candidates) {
      names.add(candidate.name());
      sessions.add(candidate.engine().newSession());
      batch = Math.min(batch, batchSize(candidate.engine()));
    }
    this.batchSize = batch;
    this.comparison = new TensorComparison(model, candidates);
  }

  private int batchSize(EngineModel candidate) {
    return BatchProof.batchSize(candidate, Set.of(), options.batchSize());
  }

  private int scoreIndex(Optional<String> name) {
    int index = name.map(outputs::indexOf).orElse(0);
    if (index < 0) {
      throw new VernierException(
          "validation.score-output = " + name.get() + ": the model's outputs are " + outputs);
    }
    return index;
  }

  /** Columns that rows must have. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(preprocessor.columns());
    columns.addAll(filter.columns());
    columns.addAll(annotationColumns(options.config()));
    return columns.stream().distinct().toList();
  }

  /** Columns that hold the right answers. */
  public static List<String> annotationColumns(ValidationConfig config) {
    List<String> columns = new ArrayList<>(new LabelReader(config).columns());
    columns.addAll(Metrics.of(config).columns());
    return columns.stream().distinct().toList();
  }

  /** Starts a pass, dropping whatever an unfinished one has measured. */
  public ValidationPass newPass() {
    states = empty();
    return new ValidationPass(this);
  }

  private List<CandidateState> empty() {
    List<CandidateState> empty = new ArrayList<>();
    int samples = options.config().sqnrSamples();
    for (int i = 0; i < names.size(); i++) {
      empty.add(CandidateState.empty(names.get(i), metrics, samples, comparison.tensors(i)));
    }
    return empty;
  }

  Batcher batcher() {
    return new Batcher(filter, preprocessor, batchSize, this::run);
  }

  /** The batch is measured apart and added at the end, so that a failure leaves nothing behind. */
  private void run(List<Batcher.Item> items) throws BadRowException {
    Map<String, Tensor> inputs = Batcher.stack(items);
    Map<String, Tensor> expected = reference.run(inputs);
    List<CandidateState> measured = empty();
    for (int i = 0; i < sessions.size(); i++) {
      measure(items, expected, sessions.get(i).run(inputs), measured.get(i));
    }
    List<Runnable> sampled = new ArrayList<>();
    for (Batcher.Item item : items) {
      sampled.addAll(comparison.compare(item.sample(), states));
    }
    for (int i = 0; i < states.size(); i++) {
      states.get(i).addMetrics(measured.get(i));
    }
    sampled.forEach(Runnable::run);
  }

  private void measure(
      List<Batcher.Item> items,
      Map<String, Tensor> expected,
      Map<String, Tensor> actual,
      CandidateState state)
      throws BadRowException {
    for (int i = 0; i < items.size(); i++) {
      List<Tensor> wanted = sliced(expected, i, items.size());
      List<Tensor> got = sliced(actual, i, items.size());
      Row row = items.get(i).row();
      long label = labels.label(row, wanted.get(scores));
      byte[] identity = items.get(i).identity();
      state.update(new Outcome(wanted, got, outputs, scores, label, row, identity));
    }
  }

  private List<Tensor> sliced(Map<String, Tensor> all, int index, int samples) {
    return outputs.stream().map(o -> Batcher.slice(all.get(o), index, samples)).toList();
  }

  ValidationResult result(PassLog log) {
    ValidationResult result = new ValidationResult(states, log);
    states = null;
    return result;
  }
}
