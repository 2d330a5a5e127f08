package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.it.DemoRows;
import dev.vernier.it.Run;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The demonstration's model quantized on a few rows, in many shards, and what that gives when
 * nothing happens.
 */
final class TinyJob {
  static final int ROWS = 48;
  static final int ROWS_PER_SHARD = 2;
  static final int SHARDS = ROWS / ROWS_PER_SHARD;

  private final Path data;
  private final Map<String, String> expected;

  /** Writes the data below a folder and runs the job undisturbed. */
  TinyJob(Path folder) {
    this(folder, DemoRows.read("calibration.parquet", ROWS));
  }

  TinyJob(Path folder, List<Row> rows) {
    data = DemoRows.write(rows, folder.resolve("data"), 1, ROWS_PER_SHARD);
    Path out = folder.resolve("undisturbed");
    Run.here(command(out, data.toString(), "--master", "local[2]")).succeeded();
    expected = digests(out);
    assertThat(expected).hasSize(2);
  }

  Path data() {
    return data;
  }

  /** The command line over data that may have been copied elsewhere. */
  static String[] command(Path out, String data, String... further) {
    List<String> words = new ArrayList<>(List.of("demo", "--out", out.toString()));
    for (String setting :
        List.of(
            "calibration.data=[\"" + data + "\"]",
            "validation.data=[]",
            "validation.candidates=[]",
            "quantization.method=mse",
            "refine.samples=0",
            "run.progress-seconds=0")) {
      words.addAll(List.of("--set", setting));
    }
    words.addAll(List.of(further));
    return words.toArray(String[]::new);
  }

  /** Fails unless the output is that of the undisturbed run, every row counted once. */
  void assertUndisturbed(Path out) {
    assertThat(digests(out)).isEqualTo(expected);
    assertThat(samples(out)).isEqualTo(ROWS);
  }

  private static long samples(Path out) {
    org.apache.hadoop.fs.Path states = new org.apache.hadoop.fs.Path(out.resolve("states").toUri());
    return new FileSystemStateRepository(states, new Configuration()).load().states().samples();
  }

  private static Map<String, String> digests(Path out) {
    Map<String, String> digests = new TreeMap<>();
    for (String file : List.of("model.onnx", "states/" + FileSystemStateRepository.FILE)) {
      try {
        digests.put(file, Sha256.hex(Sha256.of(Files.readAllBytes(out.resolve(file)))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return digests;
  }

  /** Shards that a work folder on this disk holds. */
  static int committed(Path work) {
    Path pass = work.resolve("calibrate");
    try (var folders = Files.newDirectoryStream(pass, "shards-*")) {
      int count = 0;
      for (Path folder : folders) {
        try (var files = Files.newDirectoryStream(folder, "[0-9]*")) {
          for (Path file : files) {
            count += Files.exists(file) ? 1 : 0;
          }
        }
      }
      return count;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Waits until a run has committed so many shards in a work folder on this disk. */
  static void awaitCommitted(Path work, int shards, Jvm run) {
    Await.until(
        () -> shards + " shards in " + work + ":\n" + run.output(),
        () -> committed(work) >= shards || !run.isAlive());
    assertThat(committed(work)).as(run.output()).isGreaterThanOrEqualTo(shards);
  }
}
