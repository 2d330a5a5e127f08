package dev.vernier.pipeline.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.data.Half;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccuracyControlTest {
  private static final PreparedModel MODEL = PreparedModel.of(SpikedNet.model());

  private static JobConfig job(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("quantization.method=mse");
    all.add("validation.annotation.free=true");
    all.add("validation.annotation.min-confidence=0");
    all.add("quantization.weight-per-channel=true");
    return ConfigLoader.parse("model.path = spiked\ninputs.x {}", "test", all);
  }

  private static StateSet states() {
    return Pipeline.of(job(), MODEL).calibrate(SpikedNet.rows(200, 1)).states();
  }

  private static ControlOutcome control(List<Row> rows, String... settings) {
    JobConfig job = job(settings);
    Pipeline pipeline = Pipeline.of(job, MODEL);
    return new AccuracyControl(
            new StateCandidates(job, MODEL, states(), Optional.empty()),
            (stage, candidates, part) -> {
              assertThat(part.half().isPresent() || candidates.size() == 1)
                  .as("one candidate at a time on the confirming half")
                  .isTrue();
              return pipeline.validate(rows, candidates, part);
            },
            DropLimit.of(job.validation()),
            ControlSettings.of(job, job.validation().control().sideBySide()))
        .run();
  }

  @Test
  void leavesTheOneOperatorInFloatThatDoesTheDamage() {
    ControlOutcome outcome =
        control(SpikedNet.rows(600, 2), "validation.max-drop=4", "validation.control.max-raised=0");
    assertThat(outcome.trail().get(0).all().getAsDouble()).isGreaterThan(4);
    assertThat(outcome.kept()).isTrue();
    assertThat(outcome.operators()).isEqualTo(6);
    assertThat(outcome.reverted()).hasSize(1).isSubsetOf("h2", "h3");
    assertThat(outcome.chosen().confirming().getAsDouble()).isLessThanOrEqualTo(4);
    assertThat(outcome.chosen().rows()).isEqualTo(TrialRows.ALL);
    List<Trial> ranking = outcome.trail().stream().filter(t -> t.stage().equals("rank")).toList();
    assertThat(ranking).hasSize(6).allMatch(t -> t.confirming().isEmpty() && t.used() == 287);
  }

  @Test
  void givesThatOperatorSixteenBitsBeforeItLeavesAnyInFloat() {
    ControlOutcome outcome = control(SpikedNet.rows(600, 2), "validation.max-drop=14");
    assertThat(outcome.trail().get(0).all().getAsDouble()).isGreaterThan(90);
    assertThat(outcome.kept()).isTrue();
    assertThat(outcome.reverted()).isEmpty();
    assertThat(outcome.raised()).hasSize(1).isSubsetOf("h2", "h3");
    assertThat(outcome.chosen().recipe().raised()).isEqualTo(outcome.raised());
    assertThat(outcome.trail().stream().map(Trial::stage))
        .contains("rank 16 bits", "raise to 16 bits")
        .doesNotContain("rank", "revert");
  }

  @Test
  void theConfirmingHalfSeesCandidatesFromTheCheapestUntilOneKeepsTheLimit() {
    ControlOutcome outcome =
        control(
            SpikedNet.rows(600, 2),
            "validation.max-drop=1.2",
            "validation.control.max-raised=0.3",
            "validation.control.tune=[]");
    List<Trial> seen =
        outcome.trail().stream().filter(t -> t.rows().equals(TrialRows.ALL)).toList();
    assertThat(outcome.looks()).isEqualTo(seen.size()).isGreaterThan(3);
    List<Trial> before = seen.stream().filter(t -> !t.stage().equals("restore")).toList();
    assertThat(before).isSortedAccordingTo(Comparator.comparing(Trial::recipe, Recipe.CHEAPEST));
    assertThat(before.subList(0, before.size() - 1)).noneMatch(t -> t.keeps(limit(1.2)));
    assertThat(before.get(before.size() - 1).keeps(limit(1.2))).isTrue();
    assertThat(seen.subList(before.size(), seen.size())).allMatch(t -> t.stage().equals("restore"));
  }

  private static DropLimit limit(double most) {
    return new DropLimit("top1", false, most);
  }

  @Test
  void operatorsAreRankedAnewAfterEachStep() {
    ControlOutcome outcome =
        control(
            SpikedNet.rows(600, 2),
            "validation.max-drop=0",
            "validation.drop-metric=divergence",
            "validation.control.tune=[]",
            "validation.control.max-raised=0",
            "validation.control.max-reverted=0.5");
    List<Trial> path = outcome.trail().stream().filter(t -> t.stage().equals("revert")).toList();
    assertThat(path).extracting(t -> t.recipe().reverted().size()).containsExactly(1, 2, 3);
    for (int i = 1; i < path.size(); i++) {
      Recipe before = path.get(i - 1).recipe();
      Recipe taken = path.get(i).recipe();
      assertThat(taken.reverted()).startsWith(before.reverted().toArray(new String[0]));
      assertThat(
              outcome.trail().stream()
                  .filter(t -> t.stage().equals("rank anew"))
                  .filter(t -> t.recipe().reverted().containsAll(before.reverted()))
                  .filter(t -> t.recipe().reverted().size() == before.reverted().size() + 1)
                  .min(Comparator.comparingDouble(Trial::score)))
          .hasValueSatisfying(least -> assertThat(least.recipe()).isEqualTo(taken));
    }
  }

  @Test
  void settingsThatMakeTheSameModelAreTriedOnce() {
    List<String> methods =
        List.of(
            "quantization.method=sqnr",
            "quantization.method=percentile",
            "quantization.method=mean-minmax");
    assertThat(ControlSettings.of(job(), 1).choices())
        .containsExactly(methods, List.of("refine.rounding=reconstruction"));
    assertThat(ControlSettings.of(job("refine.samples=0"), 1).choices()).containsExactly(methods);
  }

  @Test
  void anOperatorIsInFloatOrInSixteenBitsOrNeither() {
    Recipe two = Recipe.PLAIN.reverting(List.of("a", "b"));
    assertThat(two.alsoRaising("b")).isEqualTo(new Recipe(List.of(), List.of("b"), List.of("a")));
    assertThat(two.alsoRaising("b").alsoReverting("b").reverted()).containsExactly("a", "b");
    assertThat(two.alsoRaising("b").alsoReverting("b").raised()).isEmpty();
    assertThat(two.alsoRaising("b").restoring("b").restoring("a")).isEqualTo(Recipe.PLAIN);
    assertThat(Recipe.CHEAPEST.compare(two.alsoRaising("b"), two)).isNegative();
    assertThat(Recipe.CHEAPEST.compare(Recipe.PLAIN, Recipe.PLAIN.alsoRaising("a"))).isNegative();
    assertThat(two.alsoRaising("b").describe()).isEqualTo("16 bits: b; float: a");
  }

  @Test
  void theTrailDoesNotDependOnTheOrderOfRowsOrTheCandidatesOfAPass() {
    List<Row> rows = SpikedNet.rows(400, 2);
    ControlOutcome expected = control(rows, "validation.max-drop=4");
    Collections.shuffle(rows, new Random(3));
    assertThat(
            control(
                rows,
                "validation.max-drop=4",
                "validation.control.side-by-side=1",
                "run.batch-size=3"))
        .isEqualTo(expected);
  }

  @Test
  void aLimitThatIsKeptNeedsNoFurtherTrial() {
    ControlOutcome outcome = control(SpikedNet.rows(200, 2), "validation.max-drop=100");
    assertThat(outcome.kept()).isTrue();
    assertThat(outcome.trail()).hasSize(1);
    assertThat(outcome.reverted()).isEmpty();
    assertThat(outcome.chosen().recipe()).isEqualTo(Recipe.PLAIN);
  }

  @Test
  void aLimitThatCannotBeKeptGivesTheSmallestLossSeen() {
    ControlOutcome outcome =
        control(
            SpikedNet.rows(600, 2),
            "validation.max-drop=0",
            "validation.drop-metric=divergence",
            "validation.control.max-raised=0",
            "validation.control.max-reverted=0.34");
    assertThat(outcome.kept()).isFalse();
    assertThat(outcome.reverted()).hasSize(2);
    double least =
        outcome.trail().stream()
            .filter(t -> t.rows().equals(TrialRows.ALL))
            .mapToDouble(Trial::worst)
            .min()
            .orElseThrow();
    assertThat(outcome.chosen().worst()).isEqualTo(least);
  }

  @Test
  void revertsEverythingWhereOnlyThatKeepsTheLimit() {
    ControlOutcome outcome =
        control(
            SpikedNet.rows(100, 2), "validation.max-drop=0", "validation.drop-metric=divergence");
    assertThat(outcome.kept()).isTrue();
    assertThat(outcome.reverted()).hasSize(6);
    assertThat(outcome.chosen().all().getAsDouble()).isZero();
  }

  @Test
  void searchesSettingsBeforeItLeavesAnythingInFloat() {
    ControlOutcome outcome =
        control(
            SpikedNet.rows(600, 2),
            "validation.max-drop=0",
            "validation.drop-metric=divergence",
            "validation.control.max-reverted=0",
            "validation.control.tune=[\"quantization.method=minmax|mse|percentile|mean-minmax\""
                + ", \"quantization.share-concat=true|false\"]");
    List<Trial> tuned = outcome.trail().stream().filter(t -> t.stage().equals("tune")).toList();
    Trial best =
        tuned.stream()
            .filter(t -> t.used() > 200 && t.recipe().overrides().size() < 2)
            .min(Comparator.comparingDouble(Trial::score))
            .orElseThrow();
    Recipe further = best.recipe().overriding("quantization.share-concat=false");
    assertThat(tuned.get(tuned.size() - 1).recipe()).isEqualTo(further);
    assertThat(tuned)
        .extracting(t -> t.used() > 200)
        .containsExactly(false, false, false, false, true, true, true, true);
    assertThat(outcome.kept()).isFalse();
  }

  @Test
  void settingsOutsideQuantizationAreRefused() {
    assertThatThrownBy(() -> Variants.of(List.of("run.batch-size=1|2")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("quantization.");
    assertThatThrownBy(() -> control(SpikedNet.rows(20, 2), "validation.drop-metric=map"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("map");
  }

  @Test
  void relativeLimitsAreInPercentOfTheReference() {
    Map<String, Double> measures = Map.of("reference.psnr", 40.0, "psnr", 38.0, "drop.psnr", 2.0);
    assertThat(new DropLimit("psnr", true, 5).drop(measures)).isEqualTo(OptionalDouble.of(5));
    assertThat(new DropLimit("psnr", true, 5).isMetBy(measures)).isTrue();
    assertThat(new DropLimit("psnr", false, 1).isMetBy(measures)).isFalse();
    assertThat(new DropLimit("top1", false, 1).drop(measures)).isEmpty();
  }

  @Test
  void halvesAreMeasuredApartAndTogetherMakeTheWhole() {
    Pipeline pipeline = Pipeline.of(job("validation.metrics=[agreement]"), MODEL);
    List<Row> rows = SpikedNet.rows(300, 4);
    var candidates =
        List.of(
            new dev.vernier.pipeline.Candidate(
                "q",
                new StateCandidates(job(), MODEL, states(), Optional.empty()).make(Recipe.PLAIN)));
    ValidationResult whole = pipeline.validate(rows, candidates);
    CandidateState state = whole.candidate("q");
    long used = 0;
    double agreeing = 0;
    for (Half half : Half.values()) {
      TrialRows part = new TrialRows(Optional.of(half), java.util.OptionalInt.empty());
      ValidationResult alone = pipeline.validate(rows, candidates, part);
      assertThat(alone.log().used()).isBetween(120L, 180L);
      assertThat(alone.candidate("q").measures()).isEqualTo(state.measures(half));
      used += alone.log().used();
      agreeing += alone.log().used() * state.measures(half).get("agreement");
    }
    assertThat(used).isEqualTo(300);
    assertThat(agreeing / used)
        .isCloseTo(state.measures().get("agreement"), org.assertj.core.api.Assertions.within(1e-9));
  }

  @Test
  void sensitivityFindsTheOperatorThatDoesTheDamage() {
    JobConfig job = job();
    Pipeline pipeline = Pipeline.of(job, MODEL);
    StateSet states = states();
    StateCandidates source = new StateCandidates(job, MODEL, states, Optional.empty());
    List<Row> rows = SpikedNet.rows(64, 2);
    var quantized = source.quantize(Recipe.PLAIN).quantized();
    var whole =
        pipeline
            .validate(rows, List.of(new dev.vernier.pipeline.Candidate("q", quantized.model())))
            .candidate("q");
    TrialRunner runner = (stage, candidates, part) -> pipeline.validate(rows, candidates, part);
    List<OperatorSensitivity> table =
        new Sensitivity(source, runner, 32, 2)
            .measure(
                Recipe.PLAIN,
                MODEL.prepared(),
                quantized.model(),
                whole,
                t -> t.equals("x") ? 0.25 : null);
    assertThat(table).hasSize(6);
    assertThat(table.get(0).operator()).isEqualTo("h3");
    assertThat(table.get(1).isolatedSqnr() - table.get(0).isolatedSqnr()).isGreaterThan(10);
    assertThat(table).allMatch(l -> l.weightSqnr() > 20 && l.weightCosine() > 0.99);
    OperatorSensitivity first =
        table.stream().filter(l -> l.operator().equals("h0")).findFirst().orElseThrow();
    assertThat(first.saturation()).isEqualTo(0.25);
    assertThat(first.isolatedCosine()).isBetween(0.99, 1.0);
  }
}
