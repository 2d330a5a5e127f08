package dev.vernier.jobs;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.jobs.pass.JobConsole;
import dev.vernier.jobs.pass.JobRun;
import dev.vernier.jobs.pass.RunLog;
import dev.vernier.jobs.spark.Cluster;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.RangeChoice;
import dev.vernier.pipeline.RefinedModel;
import dev.vernier.pipeline.SavedRangeChoice;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.Recipe;
import dev.vernier.pipeline.control.StateCandidates;
import dev.vernier.pipeline.control.TrialRows;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.storage.FolderFiles;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.OutputFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.quantize.range.RangeStability;
import dev.vernier.quantize.refine.RefineSettings;
import dev.vernier.quantize.refine.SavedRefinement;
import dev.vernier.quantize.rewrite.RewriteSettings;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.rewrite.SavedRewrites;
import dev.vernier.quantize.tables.RangeFiles;
import dev.vernier.quantize.tables.SolvedModel;
import dev.vernier.stats.StateSet;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** The stages of one job and what each leaves in the output folder. */
final class Workflow implements AutoCloseable {
  /** A process on another machine that gives no sign of life for this long counts as dead. */
  static final Duration PATIENCE = JobRun.PATIENCE;

  private static final double NANOS = 1e9;

  private final JobConfig job;
  private final OutputFolder out;
  private final JobConsole console;
  private final Cluster cluster;
  private final JobRun run;
  private final PreparedModel given;
  private Pipeline pipeline;
  private SampleSet refineSamples;
  private String chosenMethod = RangeMethods.AUTO;
  private Optional<SavedRewrites> rewrites = Optional.empty();

  /** Reads the model and checks what can be checked before any work. */
  Workflow(JobConfig job, PrintWriter messages, boolean restart) {
    this.job = job;
    this.out = new OutputFolder(Path.of(job.output().dir()));
    this.console = JobConsole.of(messages);
    this.given = load(Path.of(job.model().path()));
    this.pipeline = Pipeline.of(job, given);
    out.prepare();
    this.cluster = Cluster.of("Vernier " + job.model().path(), job.run().master());
    this.run = start(restart);
    RunNotes.environment(run.log(), cluster.master());
  }

  private JobRun start(boolean restart) {
    try {
      return new JobRun(job, cluster, console, restart);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static PreparedModel load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new VernierException(file + ": no such model file (model.path)");
    }
    PreparedModel model = PreparedModel.load(file);
    List<String> unsupported = model.engine().unsupported();
    if (!unsupported.isEmpty()) {
      throw new VernierException(
          file
              + ": "
              + unsupported.size()
              + " nodes use operators that Vernier does not have:\n  "
              + String.join("\n  ", unsupported));
    }
    return model;
  }

  JobConfig job() {
    return job;
  }

  OutputFolder out() {
    return out;
  }

  /** The model that is calibrated and quantized: the given one, rewritten if the job says so. */
  PreparedModel model() {
    return pipeline.model();
  }

  Configuration hadoop() {
    return cluster.hadoop();
  }

  /** Digest of the settings that the states of {@link #calibrate} depend on. */
  String calibrationSettings() {
    return run.calibrationSettings(model());
  }

  RunLog log() {
    return run.log();
  }

  /** Runs the calibration pass and saves its states. */
  Calibrated calibrate() {
    Calibrated calibrated = run.calibrate(model());
    // What was chosen on other states does not belong to these.
    out.writeOrRemove(out.rangeChoice(), Optional.empty());
    timed("save states", () -> save(calibrated.saved()));
    return calibrated;
  }

  private SavedStates save(SavedStates saved) {
    run.requireHeld();
    repository(out.states()).save(saved);
    return saved;
  }

  /**
   * Rewrites the model as the job says, judged on the refine stage's samples; to be called before
   * calibration. Saved states are of the rewritten model.
   */
  void rewrite() {
    RewriteSettings wanted = pipeline.rewriteSettings();
    if (!wanted.isEmpty()) {
      Rewrites found = timed("rewrite", () -> pipeline.rewrites(samples()));
      take(new SavedRewrites(given.digest(), wanted.text(), found));
    }
    out.writeOrRemove(out.rewrites(), rewrites.map(SavedRewrites::toJson));
    out.writeOrRemove(out.equalization(), Optional.empty());
  }

  private void take(SavedRewrites saved) {
    rewrites = Optional.of(saved);
    pipeline = pipeline.rewritten(saved.rewrites());
  }

  /**
   * Rewrites the model of a registry as its first night found on its samples: all days are then of
   * one model, and their states can be merged.
   *
   * @param found where what was found is kept, by model
   */
  void rewrite(FolderFiles found, Lease lease) {
    RewriteSettings wanted = pipeline.rewriteSettings();
    if (wanted.isEmpty()) {
      return;
    }
    String name = given.digest() + ".json";
    Optional<SavedRewrites> before =
        found
            .read(name)
            .map(json -> SavedRewrites.fromJson(new String(json, StandardCharsets.UTF_8)))
            .filter(saved -> saved.fits(given.digest(), wanted));
    if (before.isPresent()) {
      take(before.get());
      out.writeOrRemove(out.rewrites(), before.map(SavedRewrites::toJson));
      return;
    }
    rewrite();
    lease.requireHeld();
    found.replace(name, OutputFolder.text(out.rewrites()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Takes the model on as it was calibrated: rewritten as the file beside the states says, which
   * must be what the job says, {@code auto} standing for what was done.
   */
  private void rewriteAsBefore(Path states) {
    Path file = states.resolveSibling("rewrites.json");
    Optional<SavedRewrites> saved =
        OutputFolder.textIfPresent(file)
            .or(() -> OutputFolder.textIfPresent(states.resolveSibling("equalization.json")))
            .map(SavedRewrites::fromJson);
    RewriteSettings wanted =
        saved
            .map(one -> pipeline.rewriteSettings(one.rewrites()))
            .orElseGet(pipeline::rewriteSettings);
    if (saved.filter(one -> one.fits(given.digest(), wanted)).isPresent()) {
      take(saved.get());
    } else if (!wanted.isEmpty()) {
      throw new VernierException(
          file
              + ": expected the rewrites ("
              + wanted.text()
              + ") of "
              + job.model().path()
              + "; calibrate again, or set the rewrites that the states were calibrated with, such"
              + " as rewrites.equalization = never");
    }
  }

  /** States of an earlier calibration, which must be of this model. */
  SavedStates loadStates(Path folder) {
    rewriteAsBefore(folder);
    SavedStates saved = repository(folder).load();
    if (!saved.modelDigest().equals(model().digest())) {
      throw new VernierException(
          folder
              + ": the states are of another model: expected digest "
              + model().digest()
              + ", found "
              + saved.modelDigest()
              + ". Calibrate "
              + job.model().path()
              + " again.");
    }
    return saved;
  }

  private FileSystemStateRepository repository(Path folder) {
    return new FileSystemStateRepository(
        new org.apache.hadoop.fs.Path(folder.toUri()), cluster.hadoop());
  }

  /** Whether the format asked for needs ranges, and with them statistics. */
  boolean needsRanges() {
    return format().needsRanges();
  }

  private OutputFormat format() {
    return OutputFormats.find(job.quantization().format());
  }

  /** What the delivered model is called: by its method, or by its format if that has no ranges. */
  String delivered() {
    return needsRanges() ? job.quantization().method() : job.quantization().format();
  }

  /** The method asked for first, then those to compare it with. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add(delivered());
    if (needsRanges()) {
      names.addAll(job.validation().candidates());
    }
    return names;
  }

  /** The settings that make the model of a name. */
  private QuantizationSettings settings(String method) {
    if (!needsRanges()) {
      return pipeline.settings();
    }
    boolean auto = method.equals(RangeMethods.AUTO);
    return pipeline.settings().withMethod(auto ? chosenMethod : method);
  }

  /**
   * Settles what {@code auto} stands for, if the job asks for it: runs candidates on samples of the
   * hold-out fold. Without such samples it stays with what statistics predict.
   */
  void chooseRanges(StateSet states) {
    if (!needsRanges() || !names().contains(RangeMethods.AUTO)) {
      return;
    }
    Optional<RangeChoice> choice =
        timed(
            "choose ranges",
            () -> pipeline.chooseRanges(states, run.holdOutSamples(given), refineSamples()));
    choice.ifPresent(made -> take(made.method()));
    out.writeOrRemove(
        out.rangeChoice(),
        choice.map(made -> new SavedRangeChoice(model().digest(), made).toJson()));
    String text =
        choice
            .map(RangeChoice::text)
            .orElse("auto stays with the predicted ranges: no calibration sample is held out");
    console.say(text);
    run.log().note("ranges", text);
  }

  /**
   * Takes what {@code auto} chose when the states of a folder were made, as the file there says.
   */
  void chooseRangesAsBefore(Path folder) {
    if (!needsRanges() || !names().contains(RangeMethods.AUTO)) {
      return;
    }
    Optional<SavedRangeChoice> before =
        OutputFolder.textIfPresent(folder.resolveSibling("range-choice.json"))
            .map(SavedRangeChoice::fromJson)
            .filter(one -> one.model().equals(model().digest()));
    before.ifPresent(one -> take(one.choice().method()));
    console.say(
        before
            .map(one -> "as before: " + one.choice().text())
            .orElse("auto takes the predicted ranges: solving runs no inference"));
  }

  /** The job, with the range method that {@code auto} stands for if that is settled. */
  JobConfig settledJob() {
    boolean settled = delivered().equals(RangeMethods.AUTO) && !chosenMethod.equals(delivered());
    return settled
        ? ConfigLoader.parse(
            ConfigWriter.render(job), "job", List.of("quantization.method=" + chosenMethod))
        : job;
  }

  private void take(String method) {
    chosenMethod = method;
    if (delivered().equals(RangeMethods.AUTO)) {
      pipeline = pipeline.withMethod(method);
    }
  }

  /** Solves and quantizes with every method, from the same states. */
  Map<String, Quantized> quantize(StateSet states) {
    Map<String, Quantized> all = new LinkedHashMap<>();
    for (String method : names()) {
      QuantizationSettings settings = settings(method);
      long start = System.nanoTime();
      QuantizedModel quantized = pipeline.quantize(states, settings);
      double seconds = (System.nanoTime() - start) / NANOS;
      run.log().seconds("quantize " + method, seconds);
      all.put(method, new Quantized(method, quantized, seconds, Optional.empty()));
    }
    return all;
  }

  /**
   * Quantizes with the ranges of a file, without states; of the model as the file beside it says
   * that it was rewritten, if there is one.
   */
  Quantized quantizeWith(Path ranges) {
    OutputFolder.textIfPresent(ranges.resolveSibling("rewrites.json"))
        .map(SavedRewrites::fromJson)
        .filter(one -> one.model().equals(given.digest()))
        .ifPresent(this::take);
    long start = System.nanoTime();
    QuantizedModel quantized =
        pipeline.quantize(OutputFolder.text(ranges), ranges.toString(), pipeline.settings());
    double seconds = (System.nanoTime() - start) / NANOS;
    return new Quantized("imported", quantized, seconds, Optional.empty());
  }

  /** Refines every model on the same samples; nothing is done if the settings ask for nothing. */
  Map<String, Quantized> refine(Map<String, Quantized> quantized) {
    if (!refines()) {
      return quantized;
    }
    Map<String, Quantized> all = new LinkedHashMap<>();
    quantized.forEach((method, one) -> all.put(method, refine(one)));
    return all;
  }

  /** The samples that models are refined on; empty if the settings ask for no refinement. */
  Optional<SampleSet> refineSamples() {
    return refines() ? Optional.of(samples()) : Optional.empty();
  }

  private SampleSet samples() {
    if (refineSamples == null) {
      refineSamples = run.refineSamples(given);
    }
    return refineSamples;
  }

  /** A format that needs no data is refined where the job has some. */
  private boolean refines() {
    boolean data = !job.calibration().data().isEmpty() && !job.inputs().isEmpty();
    return pipeline.refineSettings().isActive()
        && (needsRanges() || (format().correctsBiases() && data));
  }

  private Quantized refine(Quantized quantized) {
    String method = quantized.method();
    QuantizationSettings settings = settings(method);
    long start = System.nanoTime();
    RefinedModel refined = pipeline.refine(quantized.result(), settings, samples());
    double seconds = (System.nanoTime() - start) / NANOS;
    run.log().seconds("refine " + method, seconds);
    return new Quantized(
        method,
        refined.quantized(),
        quantized.seconds() + seconds,
        Optional.of(saved(refined, samples())));
  }

  /** A refinement with what it was found for. */
  SavedRefinement saved(RefinedModel refined, SampleSet samples) {
    return new SavedRefinement(
        model().digest(),
        refined.quantized().table().digest(),
        pipeline.refineSettings().text(),
        samples.digest(),
        refined.refinement());
  }

  /** Applies the saved refinement if it was found for just this; says so if there is none. */
  Quantized refineAsBefore(Quantized quantized, Path file) {
    RefineSettings wanted = pipeline.refineSettings();
    if (!refines()) {
      return quantized;
    }
    String ranges = quantized.result().table().digest();
    Optional<SavedRefinement> saved =
        OutputFolder.textIfPresent(file)
            .map(SavedRefinement::fromJson)
            .filter(one -> one.fits(model().digest(), ranges, wanted));
    if (saved.isEmpty()) {
      console.say("not refined: solving runs no inference; 'vernier refine' does");
      return quantized;
    }
    QuantizationSettings settings = settings(quantized.method());
    RefinedModel refined =
        pipeline.refined(quantized.result().table(), settings, saved.get().refinement());
    return new Quantized(quantized.method(), refined.quantized(), quantized.seconds(), saved);
  }

  /** Writes the model of the method asked for, its ranges and its refinement. */
  void write(Quantized quantized) {
    run.requireHeld();
    out.write(quantized.result().model(), quantized.result().table());
    if (rewrites.isPresent() || !Files.exists(out.states())) {
      // Those of states that lie here stay beside them, whatever else is written.
      out.writeOrRemove(out.rewrites(), rewrites.map(SavedRewrites::toJson));
    }
    if (job.output().archive()) {
      out.archive(quantized.result().model());
    }
    if (!quantized.result().table().entries().isEmpty()) {
      SolvedModel solved =
          new SolvedModel(
              model().prepared().graph(), quantized.result().plan(), quantized.result().table());
      job.output().tables().forEach(name -> out.write(RangeFiles.find(name), solved));
    }
    out.writeOrRemove(out.refinement(), quantized.refinement().map(SavedRefinement::toJson));
  }

  /** How much the ranges of a model would move with other data. */
  List<RangeStability> stability(Quantized quantized, StateSet states) {
    return timed(
        "stability",
        () ->
            pipeline
                .withMethod(quantized.result().table().method())
                .stability(quantized.result().plan(), states));
  }

  /** How much the job's ranges would move with other data, where no model was made. */
  List<RangeStability> stability(StateSet states) {
    return timed("stability", () -> pipeline.stability(states));
  }

  /** Runs the validation pass over the candidates. */
  ValidationResult validate(List<Candidate> candidates) {
    return run.validate(model(), candidates.stream().map(CandidateModel::of).toList());
  }

  /**
   * Candidates of one pass: as many as {@code validation.control.side-by-side} says, or as the heap
   * holds.
   */
  int sideBySide(StateCandidates candidates) {
    Candidate plain = new Candidate("plain", candidates.sketch(Recipe.PLAIN));
    int wanted = job().validation().control().sideBySide();
    return run.sideBySide(model(), CandidateModel.of(plain), wanted);
  }

  /** Runs candidates over a part of the validation data. */
  ValidationResult trial(String stage, List<Candidate> candidates, TrialRows rows) {
    return run.trial(stage, model(), candidates.stream().map(CandidateModel::of).toList(), rows);
  }

  /** Leaves the record of the run in a file; nothing is left to resume. */
  void finish(Path record) {
    Summary.write(record, run.log().toMap());
    OutputFolder.writeText(OutputFolder.metrics(record), RunMetrics.text(run.log().toMap()));
    run.discardWork();
  }

  /** Runs a stage and notes how long it took. */
  <T> T timed(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    run.log().seconds(stage, (System.nanoTime() - start) / NANOS);
    return result;
  }

  @Override
  public void close() {
    run.close();
    cluster.close();
  }
}
