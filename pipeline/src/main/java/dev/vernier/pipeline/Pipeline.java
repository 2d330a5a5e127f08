package dev.vernier.pipeline;

import dev.vernier.conf.JobConfig;
import dev.vernier.conf.RowSelection;
import dev.vernier.conf.SampleLimit;
import dev.vernier.conf.StoppingConfig;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.control.TrialRows;
import dev.vernier.pipeline.data.BadRow;
import dev.vernier.pipeline.data.ParquetFileInfo;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.data.SmallestHashes;
import dev.vernier.pipeline.preprocess.Preprocessor;
import dev.vernier.pipeline.refine.Refiner;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.pipeline.rewrite.RewriteFinder;
import dev.vernier.pipeline.stopping.Settling;
import dev.vernier.pipeline.stopping.Wave;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.ExportRequest;
import dev.vernier.quantize.export.OutputFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.export.QdqRewriter;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.quantize.range.RangeSolving;
import dev.vernier.quantize.range.RangeStability;
import dev.vernier.quantize.refine.AnalyticalBias;
import dev.vernier.quantize.refine.ChannelMeans;
import dev.vernier.quantize.refine.RefinableLayers;
import dev.vernier.quantize.refine.RefineSettings;
import dev.vernier.quantize.refine.Refinement;
import dev.vernier.quantize.refine.WeightRounding;
import dev.vernier.quantize.rewrite.RewriteSettings;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.tables.RangeImport;
import dev.vernier.stats.Folds;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Calibrate, solve, quantize and validate in this JVM, on one thread, over any rows. The results
 * are the same bytes that a cluster gives for the same model, rows and settings.
 */
public final class Pipeline {
  private final JobConfig job;
  private final Optional<String> method;
  private final PreparedModel model;
  private final Preprocessor preprocessor;

  private Pipeline(JobConfig job, PreparedModel model, Optional<String> method) {
    this.method = method;
    this.job = job;
    this.model = model;
    this.preprocessor = readsRows(job) ? Preprocessor.of(job.inputs(), model.inputs()) : null;
    requireWritable(settings());
  }

  /** A job that names no inputs and needs no statistics has nothing to read. */
  private static boolean readsRows(JobConfig job) {
    return !job.inputs().isEmpty() || OutputFormats.find(job.quantization().format()).needsRanges();
  }

  /** What cannot be written is refused before any data are read. */
  private void requireWritable(QuantizationSettings settings) {
    QuantizationPlan plan = QuantizationPlan.of(model.prepared(), settings);
    if (OutputFormats.find(settings.export().format()).needsRanges()) {
      QdqRewriter.requireRunnable(plan);
    }
  }

  /** Reads and prepares the model of a job and checks the job's inputs against it. */
  public static Pipeline open(JobConfig job) {
    return of(job, PreparedModel.load(Path.of(job.model().path())));
  }

  /** A pipeline for a model that is in memory already. */
  public static Pipeline of(JobConfig job, PreparedModel model) {
    return new Pipeline(job, model, Optional.empty());
  }

  /** The same pipeline with another range method than the job's. */
  public Pipeline withMethod(String name) {
    return new Pipeline(job, model, Optional.of(name));
  }

  /** The prepared model. */
  public PreparedModel model() {
    return model;
  }

  /** How rows become model inputs. */
  public Preprocessor preprocessor() {
    if (preprocessor == null) {
      throw new VernierException(
          "inputs is empty: say how columns of the data become the model's inputs");
    }
    return preprocessor;
  }

  /** The settings of quantization. */
  public QuantizationSettings settings() {
    QuantizationSettings settings = SettingsMapping.settings(job.quantization());
    return method.map(settings::withMethod).orElse(settings);
  }

  /** A calibrator for this job; one a thread. */
  public Calibrator newCalibrator(RowFilter filter) {
    return new Calibrator(model, preprocessor(), filter, job.run().batchSize());
  }

  /** A validator for this job; one a thread. */
  public Validator newValidator(RowFilter filter, List<CandidateModel> candidates) {
    Validator.Options options = new Validator.Options(job.run().batchSize(), job.validation());
    return new Validator(model, candidates, preprocessor(), filter, options);
  }

  /** Which calibration rows take part, before {@code samples} is applied. */
  public RowFilter calibrationFilter() {
    return RowFilter.of(job.calibration().rows(), preprocessor().columns());
  }

  /** Which validation rows take part, before {@code samples} is applied. */
  public RowFilter validationFilter() {
    return RowFilter.of(job.validation().rows(), preprocessor().columns());
  }

  /** Calibrates on the job's calibration data. */
  public CalibrationResult calibrate() {
    return calibrate(rows(job.calibration().data(), "calibration", List.of()));
  }

  /** Calibrates on rows; they are gone through twice if {@code samples} limits them. */
  public CalibrationResult calibrate(Iterable<Row> rows) {
    RowFilter filter = limited(calibrationFilter(), job.calibration().samples(), rows);
    CalibrationResult result = CalibrationResult.EMPTY;
    for (Wave wave :
        Wave.of(stopping(), stopping().isActive() ? count(rows) : 0, filter.largest())) {
      CalibrationPass pass = newCalibrator(filter.of(wave)).newPass();
      rows.forEach(pass::add);
      result = result.withWave(pass.finish());
      if (stopping().isActive() && settling(wave.number(), result.states()).settled()) {
        break;
      }
    }
    requireGood(result.log(), job.run().maxBadShare(), "calibration");
    return result;
  }

  private StoppingConfig stopping() {
    return job.calibration().stopping();
  }

  private static long count(Iterable<Row> rows) {
    long count = 0;
    for (Row ignored : rows) {
      count++;
    }
    return count;
  }

  /**
   * How far the job's ranges have settled with the states of the waves so far. What {@code auto}
   * will choose is not known yet: it is judged by {@code mse}, which minimises the very error that
   * is judged.
   */
  public Settling settling(int wave, StateSet states) {
    return Settling.judge(stopping(), wave, states.samples(), stability(states));
  }

  /**
   * How much the job's ranges would move with other data, the least stable first, before a model is
   * made: where {@code auto} is to choose the method, those of {@code mse}.
   */
  public List<RangeStability> stability(StateSet states) {
    boolean auto = settings().ranges().method().equals(RangeMethods.AUTO);
    QuantizationSettings judged = auto ? settings().withMethod("mse") : settings();
    QuantizationPlan plan = QuantizationPlan.of(model.prepared(), judged);
    return RangeStability.of(model.prepared(), plan, states, judged);
  }

  /** How much the ranges of a plan would move with other data, the least stable first. */
  public List<RangeStability> stability(QuantizationPlan plan, StateSet states) {
    return RangeStability.of(model.prepared(), plan, states, settings());
  }

  /** Solves the ranges of every quantizer from states, without running the model. */
  public CalibrationTable solve(StateSet states) {
    return quantize(states).table();
  }

  /** Quantizes with the job's settings. */
  public QuantizedModel quantize(StateSet states) {
    return quantize(states, settings());
  }

  /** Quantizes with other settings, from the same states; a format without ranges reads none. */
  public QuantizedModel quantize(StateSet states, QuantizationSettings settings) {
    OutputFormat format = OutputFormats.find(settings.export().format());
    QuantizationPlan plan = format.plan(model.prepared(), settings);
    CalibrationTable table =
        format.needsRanges()
            ? RangeSolving.solve(model.prepared(), plan, states, settings)
            : CalibrationTable.none(format.scheme(settings));
    return refined(table, settings, dataFree(format, settings)).quantized();
  }

  /** What is corrected without samples, where the job wants that. */
  private Refinement dataFree(OutputFormat format, QuantizationSettings settings) {
    if (!job.refine().analyticalBias() || job.refine().samples() > 0) {
      return Refinement.none();
    }
    OnnxModel owned = RefinableLayers.withOwnBiases(model.prepared());
    ChannelMeans means = ChannelMeans.of(model.original(), owned);
    return AnalyticalBias.of(owned, format.plan(owned, settings), means);
  }

  /**
   * Quantizes with the ranges of a file, of any of the formats in docs/formats/range-files.md,
   * without states.
   *
   * @param source what the file is called in messages
   */
  public QuantizedModel quantize(String ranges, String source, QuantizationSettings settings) {
    OutputFormat format = OutputFormats.find(settings.export().format());
    if (!format.needsRanges()) {
      throw new VernierException(
          source + ": quantization.format = " + format.name() + " reads no ranges");
    }
    QuantizationPlan plan = format.plan(model.prepared(), settings);
    CalibrationTable table =
        RangeImport.read(model.prepared().graph(), plan, settings, ranges, source);
    return refined(table, settings, dataFree(format, settings)).quantized();
  }

  /** Which rewrites the model gets before calibration that are judged on samples. */
  public RewriteSettings rewriteSettings() {
    return RewriteMapping.settings(job, model, settings());
  }

  /** The same where a model was rewritten before: {@code auto} stands for what was done then. */
  public RewriteSettings rewriteSettings(Rewrites before) {
    return RewriteMapping.settings(job.rewrites(), before);
  }

  /** What the rewrites of {@link #rewriteSettings} do to the model, judged on samples. */
  public Rewrites rewrites(SampleSet samples) {
    return RewriteFinder.find(model, settings(), rewriteSettings(), samples);
  }

  /** The same job for the rewritten model. */
  public Pipeline rewritten(Rewrites rewrites) {
    return new Pipeline(job, RewriteFinder.apply(model, rewrites), method);
  }

  /** The settings of the refine stage. */
  public RefineSettings refineSettings() {
    return SettingsMapping.refine(job.refine());
  }

  /** A collector of the samples that the refine stage runs on; one a thread. */
  public SampleCollector newSampleCollector(RowFilter filter) {
    return new SampleCollector(preprocessor(), filter);
  }

  /** The samples of the job's calibration data that the refine stage runs on. */
  public SampleSet refineSamples() {
    return refineSamples(rows(job.calibration().data(), "calibration", List.of()));
  }

  /** The samples of these rows that the refine stage runs on; they are gone through twice. */
  public SampleSet refineSamples(Iterable<Row> rows) {
    long limit = Math.min(refineSettings().samples(), job.calibration().samples().limit());
    RowFilter filter = limited(calibrationFilter(), new SampleLimit(limit), rows);
    return newSampleCollector(filter).collect(rows).samples();
  }

  /**
   * Refines a quantized model: codes of weights are chosen, and biases corrected, on samples.
   *
   * @param quantized what {@link #quantize} gave with the same settings
   */
  public RefinedModel refine(
      QuantizedModel quantized, QuantizationSettings settings, SampleSet samples) {
    return refine(quantized, settings, samples, refineSettings());
  }

  private RefinedModel refine(
      QuantizedModel quantized,
      QuantizationSettings settings,
      SampleSet samples,
      RefineSettings wanted) {
    Refinement refinement =
        wanted.isActive()
            ? new Refiner(model.prepared(), settings, wanted)
                .refine(quantized.table(), samples.inputs())
            : Refinement.none();
    return refined(quantized.table(), settings, refinement);
  }

  /** The quantized model with a refinement that was found before. */
  public RefinedModel refined(
      CalibrationTable table, QuantizationSettings settings, Refinement refinement) {
    OnnxModel base = refinement.applyTo(model.prepared());
    OutputFormat format = OutputFormats.find(settings.export().format());
    QuantizationPlan plan = refinement.applyTo(format.plan(base, settings));
    OnnxModel written = format.write(new ExportRequest(base, plan, table, settings));
    return new RefinedModel(new QuantizedModel(written, plan, table), refinement);
  }

  /** The samples of the hold-out fold among the job's calibration data. */
  public SampleSet holdOutSamples() {
    return holdOutSamples(rows(job.calibration().data(), "calibration", List.of()));
  }

  /** The samples of the hold-out fold among these rows, which are gone through twice. */
  public SampleSet holdOutSamples(Iterable<Row> rows) {
    long limit = Math.min(holdOutRows(job), job.calibration().samples().limit());
    RowFilter filter = limited(calibrationFilter(), new SampleLimit(limit), rows);
    return newSampleCollector(filter).collect(rows).samples().onlyFold(RangeChooser.HOLD_OUT);
  }

  /** Rows among which about as many samples as are wanted fall into the hold-out fold. */
  public static long holdOutRows(JobConfig job) {
    return (long) Folds.COUNT * job.quantization().ranges().holdOutSamples();
  }

  /**
   * Chooses among range methods by running the models that they give, on samples whose statistics
   * they have not seen.
   *
   * @param states of all folds
   * @param holdOut samples of the hold-out fold
   * @param refined what biases of candidates are corrected on before they are compared, if the job
   *     corrects biases; those of the hold-out fold are left out; empty: nothing is corrected
   * @return empty if there is no sample to compare on, or no other to solve from
   */
  public Optional<RangeChoice> chooseRanges(
      StateSet states, SampleSet holdOut, Optional<SampleSet> refined) {
    StateSet seen = states.onlyFolds(RangeChooser.solvingFolds());
    if (holdOut.size() == 0 || seen.samples() == 0) {
      return Optional.empty();
    }
    Optional<SampleSet> others =
        refined.map(all -> all.withoutFold(RangeChooser.HOLD_OUT)).filter(some -> some.size() > 0);
    // Weights are the same in all candidates, and so is, nearly, what rounding them well brings.
    RefineSettings biases = refineSettings().withRounding(WeightRounding.NEAREST);
    RangeChooser chooser = new RangeChooser(model.engine(), holdOut.inputs());
    List<RangeChoice.Score> scores = new ArrayList<>();
    for (String method : RangeChooser.CANDIDATES) {
      QuantizationSettings wanted = settings().withMethod(method);
      QuantizedModel candidate = quantize(seen, wanted);
      if (others.isPresent()) {
        candidate = refine(candidate, wanted, others.get(), biases).quantized();
      }
      scores.add(chooser.score(method, candidate.model()));
    }
    return Optional.of(RangeChoice.of(holdOut.size(), scores));
  }

  /** Validates candidates on the job's validation data. */
  public ValidationResult validate(List<Candidate> candidates) {
    List<String> annotations = Validator.annotationColumns(job.validation());
    return validate(rows(job.validation().data(), "validation", annotations), candidates);
  }

  /** Validates candidates on rows; they are gone through twice if {@code samples} limits them. */
  public ValidationResult validate(Iterable<Row> rows, List<Candidate> candidates) {
    return validate(rows, candidates, TrialRows.ALL);
  }

  /** Validates candidates on those of the job's validation rows that a trial is about. */
  public ValidationResult validate(
      Iterable<Row> rows, List<Candidate> candidates, TrialRows trial) {
    RowFilter filter = limited(validationFilter(), job.validation().samples(), rows);
    filter = trial.half().map(filter::withHalf).orElse(filter);
    if (trial.samples().isPresent()) {
      filter = limited(filter, new SampleLimit(trial.samples().getAsInt()), rows);
    }
    List<CandidateModel> ready = candidates.stream().map(CandidateModel::of).toList();
    ValidationPass pass = newValidator(filter, ready).newPass();
    rows.forEach(pass::add);
    ValidationResult result = pass.finish();
    requireGood(result.log(), job.run().maxBadShare(), "validation");
    return result;
  }

  private Iterable<Row> rows(List<String> paths, String section, List<String> more) {
    if (paths.isEmpty()) {
      throw new VernierException(section + ".data is empty: name the Parquet files to read");
    }
    Configuration hadoop = new Configuration();
    List<ParquetFileInfo> files = ParquetFooters.of(paths, hadoop);
    RowSelection selection =
        section.equals("calibration") ? job.calibration().rows() : job.validation().rows();
    List<String> columns = new ArrayList<>(preprocessor().columns());
    columns.addAll(RowFilter.of(selection, preprocessor().columns()).columns());
    columns.addAll(more);
    files.forEach(f -> ParquetRows.requireColumns(f, columns));
    return ParquetRows.of(files, new TreeSet<>(columns), hadoop);
  }

  /** The filter with the bound that the N smallest identities among the rows give. */
  private static RowFilter limited(RowFilter filter, SampleLimit samples, Iterable<Row> rows) {
    if (samples.isAll()) {
      return filter;
    }
    SmallestHashes smallest =
        new SmallestHashes((int) Math.min(samples.limit(), Integer.MAX_VALUE));
    for (Row row : rows) {
      byte[] hash = filter.identity().hash(row);
      if (filter.selects(row, hash)) {
        smallest.add(hash);
      }
    }
    return filter.withThreshold(smallest.threshold());
  }

  /** Fails if a pass used no row, or had to quarantine too many. */
  public static void requireGood(PassLog log, double maxBadShare, String data) {
    String examples = examples(log);
    if (log.badShare() > maxBadShare) {
      throw new VernierException(
          String.format(
              java.util.Locale.ROOT,
              "%d of %d %s rows are bad (%.2f %%), more than run.max-bad-share = %s allows:%s",
              log.bad(),
              log.selected(),
              data,
              100 * log.badShare(),
              maxBadShare,
              examples));
    }
    if (log.used() == 0) {
      throw new VernierException(
          "no "
              + data
              + " rows: "
              + log.read()
              + " were read, "
              + log.selected()
              + " selected, "
              + log.bad()
              + " bad"
              + examples);
    }
  }

  private static String examples(PassLog log) {
    StringBuilder text = new StringBuilder();
    log.badRows().stream()
        .limit(5)
        .map(BadRow::toString)
        .forEach(r -> text.append("\n  ").append(r));
    return text.toString();
  }
}
