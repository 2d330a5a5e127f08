package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.metric.CandidateState;
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
   * @param labelColumn column of class indices
   * @param scoreOutput output with class scores; absent: the first
   * @param sqnrSamples samples on which every tensor is compared
   */
  public record Options(
      int batchSize, Optional<String> labelColumn, Optional<String> scoreOutput, int sqnrSamples) {}

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
    this.outputs = model.engine().outputs().stream().map(ValueInfo::name).toList();
    this.scores = scoreIndex(options.scoreOutput());
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
    options.labelColumn().ifPresent(columns::add);
    return columns.stream().distinct().toList();
  }

  /** Starts a pass, dropping whatever an unfinished one has measured. */
  public ValidationPass newPass() {
    states = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<String> tensors = comparison.tensors(i);
      states.add(CandidateState.empty(names.get(i), options.sqnrSamples(), tensors));
    }
    return new ValidationPass(this);
  }

  Batcher batcher() {
    return new Batcher(filter, preprocessor, batchSize, this::run);
  }

  /** All outcomes first, then the updates, so that a failure leaves nothing behind. */
  private void run(List<Batcher.Item> items) throws BadRowException {
    Map<String, Tensor> inputs = Batcher.stack(items);
    Map<String, Tensor> expected = reference.run(inputs);
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (InferenceSession session : sessions) {
      outcomes.add(outcomes(items, expected, session.run(inputs)));
    }
    List<Runnable> sampled = new ArrayList<>();
    for (Batcher.Item item : items) {
      sampled.addAll(comparison.compare(item.sample(), states));
    }
    for (int i = 0; i < states.size(); i++) {
      outcomes.get(i).forEach(states.get(i)::update);
    }
    sampled.forEach(Runnable::run);
  }

  private List<Outcome> outcomes(
      List<Batcher.Item> items, Map<String, Tensor> expected, Map<String, Tensor> actual)
      throws BadRowException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<Tensor> wanted = sliced(expected, i, items.size());
      int index = classifies(wanted.get(scores)) ? scores : -1;
      long label = index < 0 ? -1 : label(items.get(i).row(), wanted.get(scores).size());
      outcomes.add(new Outcome(wanted, sliced(actual, i, items.size()), index, label));
    }
    return outcomes;
  }

  private List<Tensor> sliced(Map<String, Tensor> all, int index, int samples) {
    return outputs.stream().map(o -> Batcher.slice(all.get(o), index, samples)).toList();
  }

  /** Scores are numbers along one axis; anything else, such as an image, has no single class. */
  private static boolean classifies(Tensor output) {
    int wide = 0;
    for (int dim : output.dims()) {
      wide += dim > 1 ? 1 : 0;
    }
    return wide == 1 && output.type().isFloatingPoint();
  }

  private long label(Row row, int classes) throws BadRowException {
    if (options.labelColumn().isEmpty()) {
      return -1;
    }
    String column = options.labelColumn().get();
    Object value = row.value(column);
    boolean whole = value instanceof Number n && n.doubleValue() == n.longValue();
    if (!whole) {
      throw new BadRowException(
          "label column '" + column + "' holds " + value + ", not a class index");
    }
    long label = ((Number) value).longValue();
    if (label < 0 || label >= classes) {
      throw new BadRowException(
          "label " + label + " is out of range: the model has " + classes + " classes, from 0");
    }
    return label;
  }

  ValidationResult result(PassLog log) {
    ValidationResult result = new ValidationResult(states, log);
    states = null;
    return result;
  }
}
