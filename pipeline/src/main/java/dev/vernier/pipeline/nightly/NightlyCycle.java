package dev.vernier.pipeline.nightly;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.drift.Drift;
import dev.vernier.pipeline.drift.DriftLevel;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.nightly.NightlyOutcome.Decision;
import dev.vernier.pipeline.registry.Manifest;
import dev.vernier.pipeline.registry.ModelRegistry;
import dev.vernier.pipeline.report.DriftSource;
import dev.vernier.pipeline.report.ReportFiles;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.MergedStates;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.storage.FolderFiles;
import dev.vernier.quantize.range.CalibrationTable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One day's cycle: the day's states, a window of days, the drift gate, a new model, the accuracy
 * gate against the model in force on the same data, and the publication. A day that has an outcome
 * already is not run again.
 */
public final class NightlyCycle {
  /** Names of the files of a published version. */
  public static final String MODEL = "model.onnx";

  public static final String RANGES = "ranges.json";

  /** What the new model is called where both are compared. */
  public static final String CANDIDATE = "new";

  /** What the model in force is called where both are compared. */
  public static final String IN_FORCE = "in force";

  private final Path folder;
  private final NightlyRules rules;
  private final NightlyStages stages;
  private final Consumer<String> console;
  private final Configuration hadoop;
  private final ModelRegistry registry;
  private final FolderFiles outcomes;

  /**
   * A cycle over a registry.
   *
   * @param console takes what there is to say on the way
   */
  public NightlyCycle(
      String registry,
      NightlyRules rules,
      NightlyStages stages,
      Consumer<String> console,
      Configuration hadoop) {
    this.folder = new Path(registry);
    this.rules = rules;
    this.stages = stages;
    this.console = console;
    this.hadoop = hadoop;
    this.registry = new ModelRegistry(registry, hadoop);
    this.outcomes = new FolderFiles(new Path(folder, "nights"), hadoop);
  }

  /** What came of a day before; empty if it has not been run to its end. */
  public Optional<NightlyOutcome> outcome(LocalDate date) {
    String name = date + ".json";
    return outcomes
        .read(name)
        .map(json -> NightlyOutcome.fromJson(json, outcomes.path(name).toString()));
  }

  /**
   * Runs the cycle of a day, or says what came of it before. Its report is left beside the outcome,
   * as {@code DATE.html}; what was decided stands even if that cannot be written.
   */
  public NightlyOutcome run(LocalDate date, Lease lease) {
    Optional<NightlyOutcome> before = outcome(date);
    if (before.isPresent()) {
      console.accept(
          date + ": was run before; delete " + outcomes.path(date + ".json") + " to run it again");
      return before.get();
    }
    NightlyFindings findings = decide(date, lease);
    lease.requireHeld();
    outcomes.replace(date + ".json", findings.outcome().toJson());
    report(date, findings);
    return findings.outcome();
  }

  private void report(LocalDate date, NightlyFindings findings) {
    try {
      String page = ReportFiles.html(stages.report(findings));
      outcomes.replace(date + ".html", page.getBytes(StandardCharsets.UTF_8));
    } catch (VernierException e) {
      console.accept("there is no report of this night: " + e.getMessage());
    }
  }

  private NightlyFindings decide(LocalDate date, Lease lease) {
    DailyStates days =
        new DailyStates(folder, stages.modelDigest(), stages.settingsDigest(), hadoop);
    days.ensure(date, stages::calibrate);
    MergedStates window = days.window(date, rules);
    console.accept(
        "window: %d of %d days, %d samples"
            .formatted(
                window.parts().size(),
                rules.window(),
                window.parts().stream().mapToLong(MergedStates.Part::samples).sum()));
    Optional<Manifest> inForce = registry.current();
    Optional<DriftSource> drift = inForce.flatMap(manifest -> drift(manifest, window.states()));
    if (drift.isPresent() && drift.get().drift().level() != DriftLevel.SIGNIFICANT) {
      NightlyOutcome outcome = stays(date, Decision.NO_DRIFT, describe(drift.get()), inForce);
      return NightlyFindings.ofStates(window, drift, outcome);
    }
    return renew(date, window, inForce, drift, lease);
  }

  /** Drift since the model in force was made; empty if it was made for another FP32 model. */
  private Optional<DriftSource> drift(Manifest inForce, SavedStates now) {
    Optional<SavedStates> then =
        DailyStates.published(registry.folder(inForce.version()), hadoop)
            .filter(states -> states.modelDigest().equals(now.modelDigest()))
            .filter(states -> states.settingsDigest().equals(now.settingsDigest()));
    return then.map(
        states -> {
          Drift drift =
              Drift.between(
                  states.states(), now.states(), Optional.of(ranges(inForce)), rules.drift());
          String since = "version " + inForce.version() + " was made";
          return new DriftSource(drift, since, states.states(), now.states());
        });
  }

  private CalibrationTable ranges(Manifest version) {
    return CalibrationTable.fromJson(
        new String(registry.read(version, RANGES), StandardCharsets.UTF_8));
  }

  private static String describe(DriftSource source) {
    Drift drift = source.drift();
    return "drift since it was made is %s: %d of %d tensors significant, %d moderate"
        .formatted(
            drift.level().name().toLowerCase(java.util.Locale.ROOT),
            drift.count(DriftLevel.SIGNIFICANT),
            drift.tensors().size(),
            drift.count(DriftLevel.MODERATE));
  }

  private NightlyFindings renew(
      LocalDate date,
      MergedStates window,
      Optional<Manifest> inForce,
      Optional<DriftSource> drift,
      Lease lease) {
    QuantizedModel quantized = stages.quantize(window.states().states());
    byte[] model = OnnxWriter.toBytes(quantized.model());
    String digest = Sha256.hex(Sha256.digest().digest(model));
    if (inForce.isPresent() && digest.equals(inForce.get().files().get(MODEL))) {
      NightlyOutcome same =
          stays(date, Decision.SAME_MODEL, "the window gives the model in force again", inForce);
      return new NightlyFindings(
          window, drift, Optional.of(quantized), Optional.empty(), Optional.empty(), same);
    }
    Optional<byte[]> old = inForce.map(version -> registry.read(version, MODEL));
    ValidationResult validation = validate(quantized, old);
    Comparison comparison = Comparison.of(validation, inForce.isPresent());
    NightlyOutcome outcome =
        comparison
            .objection(rules)
            .map(objection -> stays(date, Decision.TOO_WORSE, objection, inForce))
            .orElseGet(
                () ->
                    publish(
                        date,
                        files(model, quantized, window),
                        provenance(date, window, inForce, drift, comparison),
                        why(drift) + "; " + comparison.describe(rules),
                        lease));
    return new NightlyFindings(
        window,
        drift,
        Optional.of(quantized),
        Optional.of(validation),
        old.map(bytes -> (long) bytes.length),
        outcome);
  }

  private static String why(Optional<DriftSource> drift) {
    return drift.map(NightlyCycle::describe).orElse("there was no model to compare with");
  }

  private Map<String, byte[]> files(byte[] model, QuantizedModel quantized, MergedStates window) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(MODEL, model);
    files.put(RANGES, quantized.table().toJson().getBytes(StandardCharsets.UTF_8));
    files.put(FileSystemStateRepository.FILE, bytes(window.states()));
    return files;
  }

  private NightlyOutcome publish(
      LocalDate date,
      Map<String, byte[]> files,
      Map<String, String> provenance,
      String why,
      Lease lease) {
    Manifest published = registry.publish(files, provenance, lease);
    registry.retain(rules.keep(), lease);
    return new NightlyOutcome(date.toString(), Decision.PUBLISHED, why, published.version());
  }

  private ValidationResult validate(QuantizedModel quantized, Optional<byte[]> inForce) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate(CANDIDATE, quantized.model()));
    inForce.ifPresent(model -> candidates.add(new Candidate(IN_FORCE, OnnxReader.read(model))));
    return stages.validate(candidates);
  }

  private static NightlyOutcome stays(
      LocalDate date, Decision decision, String reason, Optional<Manifest> inForce) {
    long version = inForce.map(Manifest::version).orElse(0L);
    return new NightlyOutcome(date.toString(), decision, reason, version);
  }

  /** The file that a repository makes of states. */
  private byte[] bytes(SavedStates states) {
    FolderFiles staging = new FolderFiles(new Path(folder, "staging"), hadoop);
    try {
      new FileSystemStateRepository(staging.path("states"), hadoop).save(states);
      return new FolderFiles(staging.path("states"), hadoop)
          .read(FileSystemStateRepository.FILE)
          .orElseThrow(() -> new VernierException(staging.path("states") + ": was removed"));
    } finally {
      staging.delete("states");
    }
  }

  private Map<String, String> provenance(
      LocalDate date,
      MergedStates window,
      Optional<Manifest> inForce,
      Optional<DriftSource> drift,
      Comparison comparison) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", date.toString());
    facts.put(
        "window",
        window.parts().stream().map(MergedStates.Part::source).collect(Collectors.joining(" ")));
    facts.put("modelDigest", stages.modelDigest());
    facts.put("settingsDigest", stages.settingsDigest());
    facts.put("statesDigest", window.states().contentDigest());
    facts.put("replaces", inForce.map(m -> Long.toString(m.version())).orElse("none"));
    facts.put("drift", drift.map(NightlyCycle::describe).orElse("none measured"));
    new TreeMap<>(comparison.candidate())
        .forEach((measure, value) -> facts.put("measure." + measure, Double.toString(value)));
    return facts;
  }
}
