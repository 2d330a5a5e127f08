package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeAndDiffCommandTest {
  private static final String MODEL = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private final StringWriter text = new StringWriter();

  @Test
  void nightsMergeToTheBytesOfAllTheirSamples() throws IOException {
    save("all/states", 1, 2, 3, 4);
    save("monday/states", 1, 2);
    save("tuesday", 3, 4);
    assertThat(run("merge", "-o", path("week"), path("tuesday"), path("monday"))).isZero();
    assertThat(Files.readAllBytes(folder.resolve("week/states/states.parquet")))
        .isEqualTo(Files.readAllBytes(folder.resolve("all/states/states.parquet")));
    assertThat(text.toString()).contains("merged 2 calibrations, 4 samples: ");
    JsonNode record = new ObjectMapper().readTree(folder.resolve("week/run.json").toFile());
    assertThat(record.at("/merged/0/source").asText()).endsWith("/tuesday");
    assertThat(record.at("/merged/1/samples").asLong()).isEqualTo(2);
  }

  @Test
  void aNightWithinAWeekIsNotCountedAgain() {
    save("monday/states", 1, 2);
    save("tuesday/states", 3, 4);
    assertThat(run("merge", "-o", path("week"), path("monday"), path("tuesday"))).isZero();
    assertThat(run("merge", "-o", path("month"), path("week"), path("tuesday"))).isEqualTo(1);
    assertThat(text.toString()).contains("its samples would be counted twice");
    assertThat(folder.resolve("month")).doesNotExist();
  }

  @Test
  void driftIsPrintedSummarisedAndJudged() throws IOException {
    save("before/states", 1, 1, 1, 2, 2, 2);
    save("now/states", 7, 7, 7, 9, 9, 9);
    Path json = folder.resolve("diff.json");
    assertThat(run("diff", path("before"), path("now"), "--json", json.toString())).isZero();
    assertThat(text.toString())
        .contains("x       significant")
        .contains("[1.000, 2.000]")
        .contains(
            "drift: significant; 1 of 1 tensors significant, 0 moderate; 6 samples against 6");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/tensors/0/now/1").asDouble())
        .isEqualTo(9);
    assertThat(run("diff", "--gate", path("before"), path("now"), "--report", path("page")))
        .isEqualTo(3);
    assertThat(folder.resolve("page/report.html"))
        .content()
        .contains("Drift of ", "badge significant", "Since the states of ")
        .doesNotContain("id=\"candidates\"", "id=\"timing\"");
    assertThat(folder.resolve("page/report.json")).content().contains("\"verdict\"");
    assertThat(run("diff", "--gate", path("before"), path("before"))).isZero();
    assertThat(run("diff", "--gate", "--psi", "1000", path("before"), path("now"))).isZero();
  }

  @Test
  void statesOfNowhereAndLimitsOfNonsenseAreSaid() {
    save("before/states", 1);
    assertThat(run("diff", path("before"), path("nowhere"))).isEqualTo(1);
    assertThat(text.toString()).contains("nowhere: no saved states here");
    assertThat(run("diff", "--psi", "-1", path("before"), path("before"))).isEqualTo(2);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... arguments) {
    PrintWriter out = new PrintWriter(text, true);
    return Vernier.execute(out, out, arguments);
  }

  private void save(String name, float... values) {
    long[] samples = new long[Folds.COUNT];
    samples[3] = values.length;
    List<StateSet.Entry> entries = new ArrayList<>();
    entries.add(new StateSet.Entry("x", 3, StateFamily.HISTOGRAM, HistogramSketch.of(values)));
    new FileSystemStateRepository(
            new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), new Configuration())
        .save(new SavedStates(MODEL, MODEL, StateSet.of(entries, samples)));
  }
}
