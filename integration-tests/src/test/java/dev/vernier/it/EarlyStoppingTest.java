package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.jobs.shard.Faults;
import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Calibration that ends once ranges have settled: the same rows and bytes in any circumstances. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlyStoppingTest {
  private static final int ROWS = 200;
  private static final String STATES = "states/states.parquet";

  @TempDir static Path folder;
  private List<Row> rows;
  private Path data;
  private Run reference;

  @BeforeAll
  void calibrateOnce() {
    rows = DemoRows.read("calibration.parquet", ROWS);
    data = DemoRows.write(rows, folder.resolve("data"), 1, 50);
    reference = Run.here(arguments("reference", data, "local[1]")).succeeded();
  }

  @Test
  void itEndsBeforeAllRowsAreUsedAndSaysWhy() throws IOException {
    assertThat(reference.err())
        .contains("calibrate wave 2:", "of the ranges have settled; other data would cost");
    assertThat(reference.err()).doesNotContain("calibrate wave 4:");
    assertThat(Files.readString(folder.resolve("reference/run.json")))
        .contains("\"stopping\" : [", "\"settled\" : true", "\"worstDecibels\" : ");
  }

  @Test
  void layoutAndCoresLeaveNoTrace() throws IOException {
    Path other = DemoRows.write(DemoRows.shuffled(rows, 3), folder.resolve("shuffled"), 7, 11);
    Run.here(arguments("other", other, "local[2]", "--set", "run.batch-size=3")).succeeded();
    assertThat(states("other")).isEqualTo(states("reference"));
  }

  @Test
  void aKilledRunGoesOnInTheWaveItWasIn() throws IOException {
    String[] arguments = arguments("killed", data, "local[1]");
    // Each wave has four shards here, so the second wave is cut off.
    Run killed = Run.program("-D" + Faults.PROPERTY + "=halt-after=6", arguments);
    assertThat(killed.status()).as(killed.err()).isEqualTo(137);
    Run resumed = Run.here(arguments).succeeded();
    assertThat(resumed.err())
        .contains(
            "calibrate wave 1: resuming, 4 of 4 shards are done",
            "calibrate wave 2: resuming, 2 of 4 shards are done");
    assertThat(states("killed")).isEqualTo(states("reference"));
  }

  private static byte[] states(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve(STATES));
  }

  private static String[] arguments(String run, Path data, String master, String... further) {
    Path config = folder.resolve("job.conf");
    try {
      Files.writeString(
          config,
          """
          model.path = "%s"
          inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
          calibration.stopping { tolerance = 0.1, share = 0.5, first-rows = 32 }
          run { progress-seconds = 0, max-shards = 4 }
          """
              .formatted(Checkout.demo("model.onnx")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "calibrate",
                "--config",
                config.toString(),
                "--out",
                folder.resolve(run).toString(),
                "--master",
                master,
                "--set",
                "calibration.data=[\"" + data + "\"]"));
    arguments.addAll(List.of(further));
    return arguments.toArray(String[]::new);
  }
}
