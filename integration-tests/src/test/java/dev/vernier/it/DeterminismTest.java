package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.jobs.shard.Faults;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same model, rows and settings give the same bytes, however they are computed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeterminismTest {
  private static final int ROWS = 48;

  @TempDir static Path folder;
  private List<Row> rows;
  private Map<String, String> expected;

  @BeforeAll
  void reference() throws IOException {
    rows = DemoRows.read("calibration.parquet", ROWS);
    Path data = DemoRows.write(rows, folder.resolve("reference-data"), 1, 8);
    expected = digests(quantize("reference", data, "local[1]"));
    assertThat(expected).hasSize(2);
  }

  @AfterEach
  void noFaults() {
    System.clearProperty(Faults.PROPERTY);
  }

  private Path quantize(String name, Path data, String master, String... further) {
    Path out = folder.resolve(name);
    Run.here(arguments(out, data, master, further)).succeeded();
    return out;
  }

  private static String[] arguments(Path out, Path data, String master, String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "demo",
                "--out",
                out.toString(),
                "--master",
                master,
                "--set",
                "calibration.data=[\"" + data + "\"]",
                "--set",
                "validation.data=[]",
                "--set",
                "validation.candidates=[]",
                "--set",
                "run.progress-seconds=0"));
    arguments.addAll(List.of(further));
    return arguments.toArray(String[]::new);
  }

  /** SHA-256 of model.onnx and of every file under states, by relative name. */
  private static Map<String, String> digests(Path out) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> states = Files.walk(out.resolve("states"))) {
      Stream<Path> all = Stream.concat(Stream.of(out.resolve("model.onnx")), states);
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        digests.put(
            out.relativize(file).toString(), Sha256.hex(Sha256.of(Files.readAllBytes(file))));
      }
    }
    return digests;
  }

  @ParameterizedTest
  @CsvSource({"1,local[2]", "7,local[2]", "40,local[2]"})
  void filesAndCores(int files, String master) throws IOException {
    Path data = DemoRows.write(rows, folder.resolve("data-" + files), files, 1000);
    assertThat(digests(quantize("files-" + files, data, master))).isEqualTo(expected);
  }

  @Test
  void shuffledRows() throws IOException {
    Path data = DemoRows.write(DemoRows.shuffled(rows, 42), folder.resolve("data-shuffled"), 3, 5);
    assertThat(digests(quantize("shuffled", data, "local[2]"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 32})
  void batchSizes(int size) throws IOException {
    Path data = folder.resolve("reference-data");
    Path out = quantize("batch-" + size, data, "local[2]", "--set", "run.batch-size=" + size);
    assertThat(digests(out)).isEqualTo(expected);
  }

  @Test
  void tasksThatFailAndAreRetried() throws IOException {
    System.setProperty(Faults.PROPERTY, "before-commit,after-commit");
    Path data = folder.resolve("reference-data");
    assertThat(digests(quantize("faults", data, "local[2,3]"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"scalar,512", "auto,256", "auto,512"})
  void kernels(String kernels, int bits) throws IOException {
    Path out = folder.resolve("kernels-" + kernels + bits);
    String options = "-Dvernier.kernels=" + kernels + " -Dvernier.vector.bits=" + bits;
    Run.program(options, arguments(out, folder.resolve("reference-data"), "local[2]")).succeeded();
    assertThat(digests(out)).isEqualTo(expected);
  }

  @Test
  void executorsInOtherJvms() throws IOException {
    Path out = folder.resolve("local-cluster");
    Path data = folder.resolve("reference-data");
    Run.program("", arguments(out, data, "local-cluster[2,1,1024]")).succeeded();
    assertThat(digests(out)).isEqualTo(expected);
  }

  @Test
  void aChosenSubsetIsTheSameInAnyLayout() throws IOException {
    String[] subset = {"--set", "calibration.samples=17"};
    Path data = folder.resolve("reference-data");
    Path shuffled = DemoRows.write(DemoRows.shuffled(rows, 7), folder.resolve("data-subset"), 5, 4);
    Map<String, String> one = digests(quantize("subset-1", data, "local[1]", subset));
    Map<String, String> two = digests(quantize("subset-2", shuffled, "local[2]", subset));
    assertThat(two).isEqualTo(one).isNotEqualTo(expected);
  }

  @Test
  void aKilledRunIsResumed() throws IOException {
    Path out = folder.resolve("killed");
    String[] arguments =
        arguments(out, folder.resolve("reference-data"), "local[1]", "--set", "run.max-shards=6");
    Run killed = Run.program("-D" + Faults.PROPERTY + "=halt-after=2", arguments);
    assertThat(killed.status()).isEqualTo(137);
    assertThat(out.resolve("model.onnx")).doesNotExist();
    Run resumed = Run.here(arguments).succeeded();
    assertThat(resumed.err()).contains("calibrate: resuming, 2 of ");
    assertThat(digests(out)).isEqualTo(expected);
    assertThat(out.resolve("work")).doesNotExist();
  }

  @Test
  void anUnfinishedRunOverOtherDataIsNotResumed() {
    Path out = folder.resolve("refused");
    Path data = folder.resolve("reference-data");
    Run.program("-D" + Faults.PROPERTY + "=halt-after=1", arguments(out, data, "local[1]"));
    Path other = DemoRows.write(rows, folder.resolve("data-refused"), 2, 8);
    Run.here(arguments(out, other, "local[1]"))
        .failedSaying(1, "cannot be resumed", "reference-data", "--restart");
    Run.here(arguments(out, other, "local[1]", "--restart")).succeeded();
  }

  @Test
  void twoRunsOnOneFolderExcludeEachOther() {
    Path out = folder.resolve("shared");
    String[] arguments = arguments(out, folder.resolve("reference-data"), "local[1]");
    String lease = out.resolve(".work.lease").toString();
    try (Lease other = Lease.take(lease, Duration.ofSeconds(2), new Configuration())) {
      Run.here(arguments).failedSaying(1, "in use by process " + ProcessHandle.current().pid());
      other.requireHeld();
    }
    assertThat(out.resolve("model.onnx")).doesNotExist();
    Run.here(arguments).succeeded();
  }
}
