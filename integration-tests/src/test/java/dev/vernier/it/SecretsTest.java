package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run is told in confidence stands in nothing that it writes or prints. */
class SecretsTest {
  private static final String SECRET = "Zx9-SENTINEL-q7";
  private static final String STORAGE_KEY = "spark.hadoop.fs.s3a.secret.key";
  private static final String ACCOUNT_KEY = "spark.hadoop.fs.azure.account.key.store";

  @TempDir Path folder;

  @BeforeEach
  void confide() {
    System.setProperty(STORAGE_KEY, SECRET);
    System.setProperty(ACCOUNT_KEY, SECRET);
    System.setProperty("spark.eventLog.enabled", "true");
    // A compressed log would hide what is searched for.
    System.setProperty("spark.eventLog.compress", "false");
    System.setProperty("spark.eventLog.dir", folder.resolve("events").toUri().toString());
  }

  @AfterEach
  void forget() {
    for (String key :
        List.of(
            STORAGE_KEY,
            ACCOUNT_KEY,
            "spark.eventLog.enabled",
            "spark.eventLog.compress",
            "spark.eventLog.dir")) {
      System.clearProperty(key);
    }
  }

  @Test
  void noFileAndNoLineOfARunHoldsASecret() throws IOException {
    Files.createDirectory(folder.resolve("events"));
    Run run = job("--json", folder.resolve("summary.json").toString()).succeeded();
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
    assertThat(folder.resolve("out/report.html")).exists();
    assertThat(folder.resolve("out/states")).isDirectory();
    String events = "";
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // Latin-1 maps every byte to one character, so binary files are searched, too.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(SECRET);
        events += file.startsWith(folder.resolve("events")) ? text : "";
      }
    }
    // The log holds the settings, so it was the values that were taken out.
    assertThat(events)
        .contains("\"" + STORAGE_KEY + "\":\"*********(redacted)\"")
        .contains("\"" + ACCOUNT_KEY + "\":\"*********(redacted)\"");
  }

  @Test
  void noMessageOfAFailureHoldsASecret() throws IOException {
    Files.createDirectory(folder.resolve("events"));
    Path json = folder.resolve("summary.json");
    Run run =
        job(
            "--json",
            json.toString(),
            "--stacktrace",
            "--set",
            "calibration.data=/nowhere/" + SECRET + "/x.parquet");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("/nowhere/*****/x.parquet").doesNotContain(SECRET);
    assertThat(Files.readString(json)).contains("*****").doesNotContain(SECRET);
  }

  private Run job(String... further) throws IOException {
    Path config = folder.resolve("job.conf");
    Files.writeString(
        config,
        """
        model.path = "%s"
        inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
        calibration { data = ["%s"], samples = 24 }
        output.dir = "%s/out"
        refine.samples = 0
        """
            .formatted(Checkout.demo("model.onnx"), Checkout.demo("calibration.parquet"), folder));
    Stream<String> arguments =
        Stream.concat(
            Stream.of("quantize", "--config", config.toString(), "--master", "local[1]"),
            Stream.of(further));
    return Run.here(arguments.toArray(String[]::new));
  }
}
