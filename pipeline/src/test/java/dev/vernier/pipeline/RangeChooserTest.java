package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class RangeChooserTest {
  private static final PreparedModel MODEL = PreparedModel.of(TinyNet.model());

  private static Pipeline pipeline(String... overrides) {
    return Pipeline.of(
        ConfigLoader.parse(
            "model.path = tiny\ninputs.x { column = values }", "test", List.of(overrides)),
        MODEL);
  }

  /** One row in fifty is forty times as large as the others. */
  private static List<Row> rows(int count) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[8];
      for (int k = 0; k < 8; k++) {
        values[k] = (float) random.nextGaussian() * (i % 50 == 7 ? 40 : 1);
      }
      rows.add(Row.of("values", values));
    }
    return rows;
  }

  @Test
  void choosesTheCandidateNearestOnSamplesThatItHasNotSeen() {
    Pipeline pipeline = pipeline();
    List<Row> rows = rows(400);
    StateSet states = pipeline.calibrate(rows).states();
    SampleSet holdOut = pipeline.holdOutSamples(rows);
    assertThat(holdOut.size()).isEqualTo((int) states.samples(RangeChooser.HOLD_OUT));
    RangeChoice choice = pipeline.chooseRanges(states, holdOut, Optional.empty()).orElseThrow();
    assertThat(choice.samples()).isEqualTo(holdOut.size());
    assertThat(choice.scores().stream().map(RangeChoice.Score::method))
        .containsExactlyElementsOf(RangeChooser.CANDIDATES);
    for (RangeChoice.Score score : choice.scores()) {
      assertThat(score.sqnr()).as(score.method()).isLessThanOrEqualTo(best(choice).sqnr());
      assertThat(score.agreement()).as(score.method()).isBetween(0.0, 1.0);
    }
    assertThat(choice.method()).isEqualTo(best(choice).method()).isNotEqualTo("mse");
    assertThat(choice.text()).contains(choice.method(), holdOut.size() + " held-out", "mse ");
  }

  private static RangeChoice.Score best(RangeChoice choice) {
    return choice.scores().stream()
        .filter(score -> score.method().equals(choice.method()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theHeldOutSamplesChooseNoRange() {
    Pipeline pipeline = pipeline();
    List<Row> rows = rows(100);
    StateSet states = pipeline.calibrate(rows).states();
    SampleSet holdOut = pipeline.holdOutSamples(rows);
    StateSet seen = states.onlyFolds(Set.of(0, 1, 2, 3, 4, 5, 6));
    assertThat(pipeline.chooseRanges(seen, holdOut, Optional.empty()))
        .isEqualTo(pipeline.chooseRanges(states, holdOut, Optional.empty()));
  }

  @Test
  void theChoiceDependsOnNeitherOrderNorBatches() {
    List<Row> rows = rows(200);
    RangeChoice choice = choose(pipeline(), rows);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(choose(pipeline("run.batch-size=1"), shuffled)).isEqualTo(choice);
  }

  private static RangeChoice choose(Pipeline pipeline, List<Row> rows) {
    StateSet states = pipeline.calibrate(rows).states();
    SampleSet samples = pipeline.refineSamples(rows);
    return pipeline
        .chooseRanges(states, pipeline.holdOutSamples(rows), Optional.of(samples))
        .orElseThrow();
  }

  @Test
  void withoutHeldOutSamplesRangesArePredicted() {
    Pipeline pipeline = pipeline();
    StateSet states = pipeline.calibrate(rows(100)).states();
    assertThat(pipeline.chooseRanges(states, SampleSet.EMPTY, Optional.empty())).isEmpty();
    QuantizationSettings settings = pipeline.settings();
    QuantizedModel auto = pipeline.quantize(states);
    QuantizedModel predicted = pipeline.quantize(states, settings.withMethod("sqnr"));
    assertThat(auto.table().entries().keySet()).isEqualTo(predicted.table().entries().keySet());
    auto.table()
        .entries()
        .forEach(
            (name, entry) ->
                assertThat(entry.range()).isEqualTo(predicted.table().entry(name).range()));
  }

  @Test
  void candidatesAreRefinedOnNoneOfTheHeldOutSamples() {
    Pipeline pipeline = pipeline();
    List<Row> rows = rows(200);
    StateSet states = pipeline.calibrate(rows).states();
    SampleSet holdOut = pipeline.holdOutSamples(rows);
    SampleSet samples = pipeline.refineSamples(rows);
    SampleSet others = samples.withoutFold(RangeChooser.HOLD_OUT);
    assertThat(others.size()).isBetween(1, samples.size() - 1);
    RangeChoice plain = pipeline.chooseRanges(states, holdOut, Optional.empty()).orElseThrow();
    RangeChoice choice = pipeline.chooseRanges(states, holdOut, Optional.of(others)).orElseThrow();
    assertThat(choice).isNotEqualTo(plain);
    assertThat(pipeline.chooseRanges(states, holdOut, Optional.of(samples))).contains(choice);
    SampleSet seen = samples.onlyFold(RangeChooser.HOLD_OUT);
    assertThat(pipeline.chooseRanges(states, holdOut, Optional.of(seen))).contains(plain);
  }

  @Test
  void rangesDependOnNoThread() throws Exception {
    Pipeline pipeline = pipeline();
    byte[] bytes = pipeline.calibrate(rows(60)).states().toBytes();
    for (String method : RangeMethods.names()) {
      QuantizationSettings settings = pipeline.settings().withMethod(method);
      List<String> digests = new ArrayList<>();
      for (int threads : new int[] {1, 4}) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        StateSet states = StateSet.fromBytes(bytes);
        digests.add(pool.submit(() -> pipeline.quantize(states, settings).table().digest()).get());
        pool.shutdown();
      }
      assertThat(digests.get(0)).as(method).isEqualTo(digests.get(1));
    }
  }

  @Test
  void aPipelineWithTheChoiceSolvesByIt() {
    Pipeline pipeline = pipeline();
    StateSet states = pipeline.calibrate(rows(100)).states();
    byte[] chosen = OnnxWriter.toBytes(pipeline.withMethod("percentile").quantize(states).model());
    QuantizationSettings settings = pipeline.settings().withMethod("percentile");
    assertThat(chosen).isEqualTo(OnnxWriter.toBytes(pipeline.quantize(states, settings).model()));
  }

  @Test
  void aChoiceIsSavedAsText() {
    RangeChoice choice =
        RangeChoice.of(
            3,
            List.of(new RangeChoice.Score("mse", 30.5, 1), new RangeChoice.Score("sqnr", 31, 0)));
    String json = new SavedRangeChoice("ab12", choice).toJson();
    assertThat(SavedRangeChoice.fromJson(json)).isEqualTo(new SavedRangeChoice("ab12", choice));
    assertThat(json)
        .isEqualTo(
            """
            {
              "format" : "vernier-range-choice",
              "version" : 1,
              "model-sha256" : "ab12",
              "method" : "sqnr",
              "samples" : 3,
              "candidates" : [ {
                "method" : "mse",
                "sqnr" : 30.5,
                "agreement" : 1.0
              }, {
                "method" : "sqnr",
                "sqnr" : 31.0,
                "agreement" : 0.0
              } ]
            }
            """);
    List<String> others =
        List.of(
            "{}",
            json.replace(": 1,", ": 2,"),
            json.replace("\"samples\" : 3", "\"samples\" : -3"),
            json.replaceFirst("\"method\" : \"sqnr\"", "\"method\" : \"none\""),
            "no JSON");
    for (String other : others) {
      assertThatThrownBy(() -> SavedRangeChoice.fromJson(other))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("calibrate again");
    }
  }

  @Test
  void equalCandidatesPreferTheFirst() {
    RangeChoice.Score first = new RangeChoice.Score("mse", 30, 0.9);
    RangeChoice.Score second = new RangeChoice.Score("sqnr", 30, 1);
    RangeChoice.Score third = new RangeChoice.Score("percentile", 29, 1);
    RangeChoice choice = RangeChoice.of(3, List.of(first, second, third));
    assertThat(choice.method()).isEqualTo("mse");
    assertThat(choice.text())
        .isEqualTo(
            "auto chose mse on 3 held-out samples: mse 30.00 dB, agreement 90.0 %;"
                + " sqnr 30.00 dB, agreement 100.0 %; percentile 29.00 dB, agreement 100.0 %");
  }
}
