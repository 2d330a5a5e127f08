package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.nightly.NightlyCycle;
import dev.vernier.pipeline.nightly.NightlyFindings;
import dev.vernier.pipeline.nightly.NightlyOutcome;
import dev.vernier.pipeline.nightly.NightlyOutcome.Decision;
import dev.vernier.pipeline.nightly.NightlyRules;
import dev.vernier.pipeline.nightly.NightlyStages;
import dev.vernier.pipeline.registry.Manifest;
import dev.vernier.pipeline.registry.ModelRegistry;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportBuilder;
import dev.vernier.pipeline.report.ReportSource;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightlyCycleTest {
  private static final Configuration HADOOP = new Configuration();
  private static final PreparedModel MODEL = PreparedModel.of(TinyNet.model());
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  private static final String ANY_LOSS = "nightly.max-worse=100";

  @TempDir Path folder;
  private int calibrations;
  private NightlyFindings findings;
  private boolean reportFails;
  private final List<String> said = new ArrayList<>();

  @Test
  void theFirstNightPublishesAndTheSecondRunOfItChangesNothing() {
    NightlyOutcome outcome = night(0, 1);
    assertThat(outcome.decision()).isEqualTo(Decision.PUBLISHED);
    assertThat(outcome.version()).isEqualTo(1);
    assertThat(night(0, 1)).isEqualTo(outcome);
    assertThat(calibrations).isEqualTo(1);
    Manifest current = registry().current().orElseThrow();
    assertThat(current.provenance())
        .containsEntry("date", "2026-11-01")
        .containsEntry("modelDigest", MODEL.digest())
        .containsKey("measure.agreement");
    assertThat(current.files()).containsOnlyKeys("model.onnx", "ranges.json", "states.parquet");
  }

  @Test
  void theSameDistributionKeepsTheModelAndAnotherReplacesIt() {
    night(0, 1);
    // Of so few values some always lie beyond the first night's extremes.
    NightlyOutcome calm = night(1, 1, "nightly.clipping=0.01");
    assertThat(calm.decision()).isEqualTo(Decision.NO_DRIFT);
    assertThat(calm.version()).isEqualTo(1);
    assertThat(findings.outcome()).isEqualTo(calm);
    assertThat(findings.quantized()).isEmpty();
    assertThat(folder.resolve("nights/2026-11-02.html"))
        .content()
        .contains("Since version 1 was made: ");
    NightlyOutcome moved = night(2, 40, ANY_LOSS);
    assertThat(moved.decision()).isEqualTo(Decision.PUBLISHED);
    assertThat(moved.version()).isEqualTo(2);
    assertThat(moved.reason()).startsWith("drift since it was made is significant");
    assertThat(findings.drift().orElseThrow().current()).isEqualTo(published());
    assertThat(findings.validation().orElseThrow().candidates()).hasSize(2);
    assertThat(findings.comparedBytes()).isPresent();
    assertThat(registry().current().orElseThrow().provenance())
        .containsEntry("window", "2026-11-01 2026-11-02 2026-11-03")
        .containsEntry("replaces", "1");
  }

  @Test
  void daysBeyondTheWindowAreForgotten() {
    night(0, 1, "nightly.window=2", "nightly.psi=0", ANY_LOSS);
    night(1, 2, "nightly.window=2", "nightly.psi=0", ANY_LOSS);
    night(2, 3, "nightly.window=2", "nightly.psi=0", ANY_LOSS);
    assertThat(registry().current().orElseThrow().provenance())
        .containsEntry("window", "2026-11-02 2026-11-03");
  }

  @Test
  void aNewModelThatLosesTooMuchIsNotPublished() {
    night(0, 1);
    // Ranges of a thousandth of the values that validation will see.
    NightlyOutcome bad = night(1, 0.001, "nightly.window=1", "validation.max-drop=0.5");
    assertThat(bad.decision()).isEqualTo(Decision.TOO_WORSE);
    assertThat(bad.reason()).contains("it loses ");
    assertThat(bad.version()).isEqualTo(1);
    assertThat(registry().versions()).hasSize(1);
  }

  @Test
  void weightsAreWholeAndChangeTheWindowOnly() throws IOException {
    night(0, 1, "nightly.psi=0");
    night(1, 5, "nightly.psi=0", "nightly.half-life=1", "nightly.window=3", ANY_LOSS);
    StateSet weighted = published();
    StateSet first = states(0, 1).states();
    StateSet second = states(1, 5).states();
    // Window of three days: the newest counts four times, the one before twice.
    assertThat(weighted)
        .isEqualTo(first.merge(first).merge(second).merge(second).merge(second).merge(second));
  }

  @Test
  void aNightThatWasCutOffIsTakenUpWithoutCalibratingAgain() throws IOException {
    night(0, 1);
    Files.delete(folder.resolve("nights/2026-11-01.json"));
    NightlyOutcome again = night(0, 1, "nightly.psi=0");
    assertThat(again.decision()).isEqualTo(Decision.SAME_MODEL);
    assertThat(calibrations).isEqualTo(1);
  }

  @Test
  void whatWasDecidedStandsWithoutItsReport() {
    reportFails = true;
    assertThat(night(0, 1).decision()).isEqualTo(Decision.PUBLISHED);
    assertThat(said).last().asString().contains("no report of this night: disk full");
    assertThat(folder.resolve("nights/2026-11-01.html")).doesNotExist();
    assertThat(night(0, 1).version()).isEqualTo(1);
  }

  private StateSet published() {
    ModelRegistry registry = registry();
    org.apache.hadoop.fs.Path version = registry.folder(registry.current().orElseThrow().version());
    return new dev.vernier.pipeline.repository.FileSystemStateRepository(version, HADOOP)
        .load()
        .states();
  }

  private ModelRegistry registry() {
    return new ModelRegistry(folder.toString(), HADOOP);
  }

  private NightlyOutcome night(int day, double scale, String... overrides) {
    JobConfig job = job(overrides);
    ModelRegistry registry = registry();
    try (Lease lease = Lease.take(registry.leaseFolder(), Duration.ofSeconds(1), HADOOP)) {
      NightlyCycle cycle =
          new NightlyCycle(
              folder.toString(),
              NightlyRules.of(job),
              new Stages(job, rows(day, scale)),
              said::add,
              HADOOP);
      return cycle.run(FIRST.plusDays(day), lease);
    }
  }

  private static JobConfig job(String... overrides) {
    return ConfigLoader.parse(
        "model.path = tiny\ninputs.x { column = values }\nquantization.method = minmax",
        "test",
        List.of(overrides));
  }

  private SavedStates states(int day, double scale) {
    return new Stages(job(), rows(day, scale)).calibrate();
  }

  private static List<Row> rows(long seed, double scale) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float[] values = new float[8];
      for (int k = 0; k < 8; k++) {
        values[k] = (float) (scale * random.nextGaussian());
      }
      rows.add(Row.of("values", values));
    }
    return rows;
  }

  /** The stages in this JVM, over rows in memory; all days are validated on the same rows. */
  private final class Stages implements NightlyStages {
    private final Pipeline pipeline;
    private final List<Row> rows;

    Stages(JobConfig job, List<Row> rows) {
      this.pipeline = Pipeline.of(job, MODEL);
      this.rows = rows;
    }

    @Override
    public String modelDigest() {
      return MODEL.digest();
    }

    @Override
    public String settingsDigest() {
      return pipeline.preprocessor().digest();
    }

    @Override
    public SavedStates calibrate() {
      calibrations++;
      return new SavedStates(modelDigest(), settingsDigest(), pipeline.calibrate(rows).states());
    }

    @Override
    public QuantizedModel quantize(StateSet states) {
      return pipeline.quantize(states);
    }

    @Override
    public ValidationResult validate(List<Candidate> candidates) {
      return pipeline.validate(rows(1000, 1), candidates);
    }

    @Override
    public Report report(NightlyFindings found) {
      findings = found;
      if (reportFails) {
        throw new VernierException("disk full");
      }
      return ReportBuilder.build(
          new ReportSource(
              "tiny",
              MODEL.digest(),
              1000,
              found.quantized(),
              found.window().states().states(),
              PassLog.EMPTY,
              List.of(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              Optional.empty(),
              found.drift(),
              Map.of(),
              Map.of()));
    }
  }
}
