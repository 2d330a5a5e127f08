package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.jobs.spark.Cluster;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.ModelDigest;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.CollectedSamples;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.RangeChooser;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.Validator;
import dev.vernier.pipeline.control.TrialRows;
import dev.vernier.pipeline.data.SmallestHashes;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.metric.Metrics;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.stopping.Wave;
import dev.vernier.quantize.refine.RefineSettings;
import dev.vernier.stats.Folds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job's passes over its data, on a cluster. */
public final class JobRun implements AutoCloseable {
  /** Raised when what a pass computes changes its meaning, so that old shards are not reused. */
  private static final int PASS_VERSION = 3;

  private static final int FOLDER_DIGITS = 16;

  /** A run on another machine that gives no sign of life for this long counts as dead. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Inputs of samples that the driver holds for the refine stage. */
  private static final long REFINE_INPUT_BYTES = 64L << 20;

  private final JobConfig job;
  private final JobText text;
  private final Cluster cluster;
  private final JobConsole console;
  private final ModelDistribution models;
  private final RunLog log = new RunLog();
  private final PassDriver driver;
  private final Lease lease;

  /**
   * Passes of a job; fails if another run uses the work folder.
   *
   * @param restart whether to discard what an unfinished run has left
   */
  public JobRun(JobConfig job, Cluster cluster, JobConsole console, boolean restart) {
    this.job = job;
    this.text = JobText.of(job);
    this.cluster = cluster;
    this.console = console;
    this.models = new ModelDistribution(cluster);
    this.driver = new PassDriver(job, cluster, console, log);
    this.lease = Lease.take(driver.leaseFolder(), PATIENCE, cluster.hadoop());
    if (restart) {
      driver.discardWork();
    }
  }

  /** What belongs into {@code run.json}. */
  public RunLog log() {
    return log;
  }

  /** Collects the states of a model over the calibration data. */
  public Calibrated calibrate(PreparedModel model) {
    Source source = open(DataRole.CALIBRATION, model);
    source.requireColumns(List.of());
    MemoryPlanner memory = source.memory(cluster, job.run().batchSize());
    memory.announce(memory.calibration(model), console, log, "calibrate");
    RowChoice choice = choose(source);
    CalibrationWaves waves = new CalibrationWaves(job, model, console);
    CalibrationResult result =
        waves.run(
            Wave.of(job.calibration().stopping(), source.data().rows(), choice.largest()),
            wave -> calibrate(model, source, choice, wave));
    log.settlings(waves.settlings());
    judge("calibrate", result.log(), source);
    String settings = calibrationSettings(source.feeding());
    return new Calibrated(
        new SavedStates(model.digest(), settings, result.states()),
        result.log(),
        waves.settlings());
  }

  private CalibrationResult calibrate(
      PreparedModel model, Source source, RowChoice choice, Wave wave) {
    boolean single = !job.calibration().stopping().isActive();
    String pass = single ? "calibrate" : "calibrate wave " + wave.number();
    RowChoice rows = choice.of(wave);
    CalibrateSpec spec =
        new CalibrateSpec(text, models.distribute(model), rows, source.feeding().decoder());
    String settings = settings(source, "calibrate");
    PassIdentity identity =
        new PassIdentity(pass, pass.replace(' ', '-'), model.digest(), settings, rows);
    return CalibrationResult.fromBytes(run(identity, source, spec));
  }

  /** Digest of the settings that the states of {@link #calibrate} depend on. */
  public String calibrationSettings(PreparedModel model) {
    Feeding all = Feeding.of(job, DataRole.CALIBRATION, model.inputs(), RowChoice.ALL);
    return calibrationSettings(all);
  }

  private String calibrationSettings(Feeding all) {
    return settings(DataRole.CALIBRATION, all, "calibrate" + job.calibration().stopping().text());
  }

  /** Compares candidates with the model over the validation data. */
  public ValidationResult validate(PreparedModel model, List<CandidateModel> candidates) {
    Source source = open(DataRole.VALIDATION, model);
    MemoryPlanner memory = source.memory(cluster, job.run().batchSize());
    memory.announce(memory.validation(model, candidates), console, log, "validate");
    return validate("validate", model, candidates, source, TrialRows.ALL, true);
  }

  /**
   * How many candidates like this one a pass over the validation data can hold, at most {@code
   * wanted}.
   */
  public int sideBySide(PreparedModel model, CandidateModel candidate, int wanted) {
    MemoryPlanner memory = open(DataRole.VALIDATION, model).memory(cluster, job.run().batchSize());
    int fitting = memory.sideBySide(model, candidate, wanted);
    if (fitting < wanted) {
      console.say(
          "this heap holds "
              + fitting
              + " candidates side by side instead of "
              + wanted
              + " (validation.control.side-by-side)");
    }
    return fitting;
  }

  /**
   * Compares outputs of candidates with the model's over a part of the validation data. A trial
   * that was run before, in a run that was stopped, is not run again.
   *
   * @param pass what the pass is called in messages and in the record of the run
   */
  public ValidationResult trial(
      String pass, PreparedModel model, List<CandidateModel> candidates, TrialRows rows) {
    return validate(pass, model, candidates, open(DataRole.VALIDATION, model), rows, false);
  }

  private ValidationResult validate(
      String pass,
      PreparedModel model,
      List<CandidateModel> candidates,
      Source source,
      TrialRows rows,
      boolean tensors) {
    source.requireColumns(Validator.annotationColumns(job.validation()));
    RowChoice choice = choose(rows, source);
    Map<String, String> files = new LinkedHashMap<>();
    candidates.forEach(candidate -> files.put(candidate.name(), models.distribute(candidate)));
    ValidateSpec spec =
        new ValidateSpec(
            text, models.distribute(model), files, choice, tensors, source.feeding().decoder());
    String settings = settings(source, validated(candidates) + choice.half() + tensors);
    String folder =
        "validate-" + Sha256.hexOf(settings + choice.bounds()).substring(0, FOLDER_DIGITS);
    PassIdentity identity = new PassIdentity(pass, folder, model.digest(), settings, choice);
    ValidationResult result =
        ValidationResult.fromBytes(run(identity, source, spec), Metrics.of(job.validation()));
    judge(pass, result.log(), source);
    return result;
  }

  /** Brings the samples of the refine stage here: of the calibration rows, those of least hash. */
  public SampleSet refineSamples(PreparedModel model) {
    int wanted = job.refine().samples();
    long few = wanted > 0 ? wanted : RefineSettings.defaults().samples();
    SampleSet samples = collect("refine", model, few, CollectSpec.ALL_FOLDS);
    if (samples.size() == 0) {
      throw open(DataRole.CALIBRATION, model).data().nothingSelected();
    }
    return samples;
  }

  /**
   * Brings samples of the hold-out fold here, of the calibration rows of least hash; maybe none.
   */
  public SampleSet holdOutSamples(PreparedModel model) {
    int holdOut = job.quantization().ranges().holdOutSamples();
    return collect("hold-out", model, holdOut, RangeChooser.HOLD_OUT);
  }

  private SampleSet collect(String pass, PreparedModel model, long samples, int fold) {
    Source source = open(DataRole.CALIBRATION, model);
    source.requireColumns(List.of());
    long kept = Math.min(samples, room(model));
    int share = fold == CollectSpec.ALL_FOLDS ? 1 : Folds.COUNT;
    long limit = Math.min(kept * share, job.calibration().samples().limit());
    MemoryPlanner memory = source.memory(cluster, 1);
    memory.announce(memory.refinement(model, Math.min(kept, limit)), console, log, pass);
    RowChoice choice = choose(limit, RowChoice.ALL, source);
    CollectSpec spec =
        new CollectSpec(text, models.distribute(model), choice, fold, source.feeding().decoder());
    String settings = settings(source, "collect" + limit + " " + fold);
    PassIdentity identity = new PassIdentity(pass, pass, model.digest(), settings, choice);
    CollectedSamples collected = CollectedSamples.fromBytes(run(identity, source, spec));
    log.rows(pass, collected.log());
    if (collected.log().bad() > 0) {
      console.say(Quarantine.describe(pass, collected.log()));
    }
    return collected.samples();
  }

  /** How many samples' inputs fit into {@link #REFINE_INPUT_BYTES}, by the model's own shapes. */
  private static long room(PreparedModel model) {
    long bytes = 0;
    for (int[] dims : model.engine().newSession().exampleDims().values()) {
      long elements = 1;
      for (int dim : dims) {
        elements *= dim;
      }
      bytes += Float.BYTES * elements;
    }
    return Math.max(1, REFINE_INPUT_BYTES / Math.max(1, bytes));
  }

  private Source open(DataRole role, PreparedModel model) {
    return Source.open(job, role, model, cluster);
  }

  /** Which rows {@code samples = N} means; reads the data's identities if it must. */
  private RowChoice choose(Source source) {
    return choose(source.role().samples(job).limit(), RowChoice.ALL, source);
  }

  /** Which rows of the validation data a trial is about. */
  private RowChoice choose(TrialRows rows, Source source) {
    RowChoice choice = choose(source);
    choice = rows.half().map(choice::of).orElse(choice);
    long limit = rows.samples().orElse(Integer.MAX_VALUE);
    return choose(limit, choice, source);
  }

  /** The rows of a choice whose identity hashes are smallest. */
  private RowChoice choose(long limit, RowChoice within, Source source) {
    if (limit >= source.data().rows()) {
      return within;
    }
    int count = Math.toIntExact(limit);
    DataRole role = source.role();
    List<String> columns = source.feeding().preprocessor().columns();
    String settings = rows(role) + columns + within + limit;
    String digest = Sha256.hexOf("select " + PASS_VERSION + settings);
    String folder = "select-" + role.section() + "-" + digest.substring(0, FOLDER_DIGITS);
    PassIdentity identity = new PassIdentity("select", folder, "", digest, within);
    byte[] chosen = run(identity, source, new SelectSpec(text, role, columns, within, count));
    SmallestHashes smallest = SmallestHashes.fromBytes(count, chosen);
    if (smallest.size() == 0) {
      throw source.data().nothingSelected();
    }
    return smallest.size() < count ? within : within.boundedBy(smallest.threshold());
  }

  private String settings(Source source, String what) {
    return settings(source.role(), source.feeding(), what);
  }

  private String settings(DataRole role, Feeding feeding, String what) {
    return Sha256.hexOf(
        "pass "
            + PASS_VERSION
            + text.arithmetic()
            + what
            + rows(role)
            + feeding.preprocessor().digest());
  }

  /** The selection as text; the same selection, the same text. */
  private String rows(DataRole role) {
    return role.rows(job) + " " + role.samples(job);
  }

  private String validated(List<CandidateModel> candidates) {
    StringBuilder what = new StringBuilder("validate");
    what.append(job.validation().labelColumn()).append(job.validation().scoreOutput());
    what.append(job.validation().sqnrSamples());
    what.append(job.validation().metrics()).append(job.validation().annotation());
    what.append(job.validation().detection());
    for (CandidateModel candidate : candidates) {
      String digest = Sha256.hex(ModelDigest.sha256(candidate.model()));
      what.append(candidate.name()).append(digest);
    }
    return what.toString();
  }

  private byte[] run(PassIdentity identity, Source source, WorkSpec spec) {
    byte[] result = driver.run(identity, source.data().inputFiles(), spec);
    requireHeld();
    return result;
  }

  /**
   * Fails if another run has taken over the work folder, because this one was silent for too long;
   * to be asked before anything is written that the other one writes too.
   */
  public void requireHeld() {
    lease.requireHeld();
  }

  private void judge(String pass, PassLog rows, Source source) {
    log.rows(pass, rows);
    if (rows.selected() == 0) {
      discardWork();
      throw source.data().nothingSelected();
    }
    if (rows.bad() > 0) {
      console.say(Quarantine.describe(pass, rows));
    }
    if (rows.badShare() > job.run().maxBadShare() || rows.used() == 0) {
      // The rows were judged as a whole; once the data is repaired there is nothing to resume.
      discardWork();
      throw new VernierException(Quarantine.tooMany(pass, rows, job.run().maxBadShare()));
    }
  }

  /** Ends a job that has succeeded: nothing is left to resume. */
  public void discardWork() {
    requireHeld();
    driver.discardWork();
  }

  @Override
  public void close() {
    models.close();
    lease.close();
  }
}
