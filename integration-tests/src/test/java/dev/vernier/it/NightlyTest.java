package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduled cycle over some nights, as a scheduler calls it. */
class NightlyTest {
  private static final int ROWS = 40;

  @TempDir Path folder;

  @Test
  void nightsPublishKeepAndRollBack() throws IOException {
    List<Row> rows = DemoRows.read("calibration.parquet", 3 * ROWS);
    for (int day = 1; day <= 3; day++) {
      Path data = folder.resolve("data/date=2026-11-0" + day);
      DemoRows.write(rows.subList(ROWS * (day - 1), ROWS * day), data, 1, 8);
    }
    Files.writeString(folder.resolve("job.conf"), configuration());

    Run first = night(1).succeeded();
    assertThat(first.out()).contains("2026-11-01: published; version in force: 1.");
    assertThat(registry("current")).isEqualTo("00000001");
    assertThat(folder.resolve("registry/versions/00000001/model.onnx")).exists();

    assertThat(page(1)).contains("Not measured: no model is in force", "<td>new<small>published");

    Run again = night(1);
    assertThat(again.status()).isZero();
    assertThat(again.err()).contains("was run before").doesNotContain("calibrate:");

    Run calm = night(2, "--set", "nightly.psi=10", "--set", "nightly.clipping=1");
    assertThat(calm.status()).isEqualTo(3);
    assertThat(calm.out()).contains("not published; version in force: 1. drift since it was made");

    assertThat(page(2))
        .contains("id=\"drift\"", "Since version 1 was made", "id=\"stability\"", "id=\"timing\"")
        .doesNotContain("id=\"candidates\"", "id=\"tensors\"");

    night(3, "--set", "nightly.psi=0").succeeded();
    assertThat(page(3)).contains("id=\"drift\"", "<td>new<small>published", "<td>in force</td>");
    assertThat(folder.resolve("out/report.html")).content().isEqualTo(page(3));
    assertThat(registry("current")).isEqualTo("00000002");
    Run list = Run.here("registry", "list", folder.resolve("registry").toString()).succeeded();
    assertThat(list.out()).contains("2026-11-01 2026-11-02 2026-11-03");

    Run.here("registry", "rollback", folder.resolve("registry").toString()).succeeded();
    assertThat(registry("current")).isEqualTo("00000001");
    Run.here("registry", "rollback", "--to", "9", folder.resolve("registry").toString())
        .failedSaying(1, "has no version 9");
  }

  @Test
  void nightsOfAnEqualisedModelAreOfOneModel() throws IOException {
    List<Row> rows = DemoRows.read("calibration.parquet", 2 * ROWS);
    for (int day = 1; day <= 2; day++) {
      Path data = folder.resolve("data/date=2026-11-0" + day);
      DemoRows.write(rows.subList(ROWS * (day - 1), ROWS * day), data, 1, 8);
    }
    Files.writeString(folder.resolve("job.conf"), configuration());
    String[] always = {"--set", "rewrites.equalization=always", "--set", "nightly.psi=0"};
    night(1, always).succeeded();
    assertThat(children("registry/equalization")).hasSize(1);
    night(2, always);
    List<String> models = children("registry/states");
    assertThat(models).hasSize(1);
    assertThat(children("registry/states/" + models.get(0))).hasSize(2);
  }

  private List<String> children(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.map(f -> f.getFileName().toString()).filter(n -> !n.startsWith(".")).toList();
    }
  }

  @Test
  void whatTheCycleNeedsIsAskedFor() throws IOException {
    Files.writeString(folder.resolve("job.conf"), configuration());
    night(1, "--set", "calibration.data=[\"x\"]").failedSaying(2, "calibration.data", "{date}");
    Run.here(
            "nightly",
            "--config",
            folder.resolve("job.conf").toString(),
            "--set",
            "nightly={}",
            "--date",
            "2026-11-01")
        .failedSaying(2, "nightly.registry is not set");
  }

  private Run night(int day, String... further) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "nightly",
                "--config",
                folder.resolve("job.conf").toString(),
                "--date",
                "2026-11-0" + day,
                "--master",
                "local[1]"));
    arguments.addAll(List.of(further));
    return Run.here(arguments.toArray(String[]::new));
  }

  private String page(int day) throws IOException {
    return registry("nights/2026-11-0" + day + ".html");
  }

  private String registry(String file) throws IOException {
    return Files.readString(folder.resolve("registry").resolve(file));
  }

  private String configuration() {
    return """
        model.path = "%s"
        inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
        calibration.data = ["%s/data/date={date}"]
        validation { data = ["%s"], samples = 60, label-column = label }
        output.dir = "%s/out"
        run.progress-seconds = 0
        nightly { registry = "%s/registry", max-worse = 100 }
        """
        .formatted(
            Checkout.demo("model.onnx"),
            folder,
            Checkout.demo("validation.parquet"),
            folder,
            folder);
  }
}
