package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.pipeline.data.BadRow;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.drift.Drift;
import dev.vernier.pipeline.drift.DriftLimits;
import dev.vernier.pipeline.report.DriftLine;
import dev.vernier.pipeline.report.DriftSource;
import dev.vernier.pipeline.report.NightLine;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportBuilder;
import dev.vernier.pipeline.report.ReportFiles;
import dev.vernier.pipeline.report.ReportSource;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The report of a night on which the model in force stays: there is no new model to describe. */
class NightReportTest {
  private static final PreparedModel MODEL = PreparedModel.of(TinyNet.model());

  private final Pipeline pipeline =
      Pipeline.of(
          ConfigLoader.parse(
              """
              model.path = m
              inputs.x { column = values }
              """,
              "test",
              List.of()),
          MODEL);
  private final StateSet then = states(1);
  private final StateSet now = states(3);

  private StateSet states(float scale) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float[] values = new float[8];
      for (int k = 0; k < values.length; k++) {
        values[k] = scale * (float) random.nextGaussian();
      }
      rows.add(Row.of("values", values));
    }
    return pipeline.calibrate(rows).states();
  }

  private Report report() {
    Drift drift =
        Drift.between(then, now, Optional.of(pipeline.solve(then)), DriftLimits.defaults());
    return ReportBuilder.build(
        new ReportSource(
            "net",
            MODEL.digest(),
            1000,
            Optional.empty(),
            now,
            new PassLog(52, 52, 2, List.of(new BadRow("0123456789abcdef", "", "<not> an image"))),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            pipeline.stability(now),
            List.of(),
            Optional.of(
                new NightLine("2026-11-03", "not published", false, "why", 7, List.of("d1"))),
            Optional.of(new DriftSource(drift, "version 7 was made", then, now)),
            Map.of("calibrate", 1.5),
            Map.of()));
  }

  @Test
  void showsDriftStabilityQuarantineAndTiming() {
    String html = ReportFiles.html(report());
    HtmlPage page = HtmlPage.parse(html);
    assertThat(page.problems()).isEmpty();
    assertThat(page.ids()).containsExactly("drift", "stability", "run", "timing", "quarantine");
    assertThat(html)
        .contains("2026-11-03: not published; version 7 in force. Why. Window: d1.")
        .contains("Since version 7 was made: ")
        .contains("50 used of 52 read, 2 bad")
        .contains("&lt;not&gt; an image")
        .contains("histograms of x before and now")
        .contains("<span class=\"badge significant\">significant</span>");
  }

  @Test
  void ranksTensorsWithWhatHasMovedAndWhatIsClipped() {
    DriftLine line = report().drift();
    assertThat(line.verdict()).isEqualTo("significant");
    assertThat(line.samplesNow()).isEqualTo(60);
    assertThat(line.tensors()).extracting(DriftLine.Tensor::psi).isNotEmpty().allMatch(p -> p > 0);
    DriftLine.Tensor input =
        line.tensors().stream().filter(t -> t.name().equals("x")).findFirst().orElseThrow();
    // The same random numbers, three times as large.
    assertThat(input.growth()).isEqualTo(3.0, within(1e-6));
    assertThat(input.now().max()).isEqualTo((double) (3 * input.before().max().floatValue()));
    assertThat(input.clippedBefore()).isLessThan(0.05);
    assertThat(input.clippedNow()).isGreaterThan(0.2);
    assertThat(input.before().histogram()).hasSize(60).startsWith(0.0).endsWith(0.0);
    assertThat(input.now().histogram()).hasSize(60).first().isNotEqualTo(0.0);
  }

  @Test
  void whatIsNotThereIsNullInJson() {
    assertThat(ReportFiles.json(report()))
        .contains("\"method\" : null", "\"validation\" : null", "\"candidates\" : [ ]")
        .contains("\"verdict\" : \"significant\"", "\"decision\" : \"not published\"");
  }
}
