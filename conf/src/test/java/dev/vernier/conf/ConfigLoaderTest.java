package dev.vernier.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static JobConfig parse(String text, String... overrides) {
    return ConfigLoader.parse(text, "job.conf", List.of(overrides));
  }

  private static List<String> problems(String text, String... overrides) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> parse(text, overrides));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void readsAJob() {
    JobConfig job =
        parse(
            """
            model.path = net.onnx
            calibration { data = a.parquet, samples = 200, rows.hash-modulo = 5 }
            inputs {
              x { column = image, kind = image
                  image { resize = shorter-side, size = 256, crop = [224, 192] }
                  scale = "1/255", mean = [0.5, 0.25, 0], std = 2 }
            }
            """);
    assertThat(job.model().path()).isEqualTo("net.onnx");
    assertThat(job.calibration().data()).containsExactly("a.parquet");
    assertThat(job.calibration().samples()).isEqualTo(new SampleLimit(200));
    assertThat(job.calibration().rows().hashModulo()).isEqualTo(5);
    InputConfig x = job.inputs().get("x");
    assertThat(x.kind()).isEqualTo(InputKind.IMAGE);
    assertThat(x.image().crop()).containsExactly(224, 192);
    assertThat(x.scale()).isEqualTo(1.0 / 255);
    assertThat(x.mean()).containsExactly(0.5, 0.25, 0.0);
    assertThat(x.std()).containsExactly(2.0);
    assertThat(job.quantization().method()).isEqualTo("auto");
  }

  @Test
  void keepsTheOrderOfInputs() {
    JobConfig job = parse("model.path = m\ninputs {\n  z {}\n  a {}\n  m {}\n}");
    assertThat(job.inputs().keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void reportsEveryProblemAtOnce() {
    List<String> found =
        problems(
            """
            modle.path = net.onnx
            quantization {
              method = entrpy
              percentile = 120
            }
            run.batch-size = many
            run.bach-size = 4
            """);
    assertThat(found)
        .anyMatch(p -> p.contains("modle") && p.contains("did you mean model?"))
        .anyMatch(p -> p.contains("model.path: missing"))
        .anyMatch(
            p ->
                p.contains("quantization.method = \"entrpy\"")
                    && p.contains("expected one of auto, minmax, percentile, entropy")
                    && p.contains("did you mean entropy?"))
        .anyMatch(
            p -> p.contains("quantization.percentile = 120: expected a number from 50 to 100"))
        .anyMatch(p -> p.contains("run.batch-size = \"many\": expected a whole number from 1"))
        .anyMatch(p -> p.contains("run.bach-size: unknown key; did you mean run.batch-size?"))
        .hasSize(6);
  }

  @Test
  void namesFileAndLine(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("job.conf");
    Files.writeString(file, "model.path = m\n\nrun {\n  batch-size = 0\n}\n");
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load(file, List.of("run.max-shards=no")));
    assertThat(e.problems().get(0).toString())
        .startsWith(file + ":4: run.batch-size = 0: expected");
    assertThat(e.problems().get(1).toString())
        .startsWith("command line: run.max-shards = \"no\": expected a whole number");
  }

  @Test
  void overridesWin() {
    JobConfig job =
        parse(
            "model.path = a\nrun.batch-size = 2",
            "run.batch-size=16",
            "calibration.data=s3a://b/*.parquet",
            "validation.candidates=[mse, entropy]");
    assertThat(job.run().batchSize()).isEqualTo(16);
    assertThat(job.calibration().data()).containsExactly("s3a://b/*.parquet");
    assertThat(job.validation().candidates()).containsExactly("mse", "entropy");
  }

  @Test
  void refusesMalformedOverridesAndText() {
    assertThat(problems("model.path = a", "run"))
        .containsExactly("command line: run: expected key=value");
    assertThat(problems("model.path = a", "run.size=[1").get(0))
        .startsWith("command line: run.size");
    assertThat(problems("model { path = ").get(0)).contains("job.conf").contains("not valid HOCON");
    assertThat(problems("model.path = ${NO_SUCH_THING_HERE}").get(0))
        .contains("NO_SUCH_THING_HERE");
    assertThat(problems("model = 3").get(0)).contains("expected a section model { ... }");
    assertThat(problems("model.path = a\ninputs = 3").get(0)).contains("a section for each name");
    assertThat(problems("model.path = [a, b]").get(0)).contains("expected text");
    assertThat(problems("model.path { a = b }").get(0)).contains("expected text");
  }

  @Test
  void missingFileIsNamed(@TempDir Path dir) {
    Path file = dir.resolve("none.conf");
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, List.of()));
    assertThat(e.getMessage()).contains(file.toString()).contains("no such configuration file");
  }

  @Test
  void checksKeysAgainstEachOther() {
    assertThat(
            problems(
                """
                model.path = m
                calibration.rows { hash-modulo = 5, hash-remainders = [1, 5] }
                inputs.a { kind = image, image { resize = exact }, mean = [1, 2], std = [1, 0, 1] }
                inputs.b { dims = [-1, -1] }
                inputs.c { kind = image, image { size = 3 } }
                inputs.d { kind = image, image { crop = [1, 2, 3], resize = shorter-side, size = [3, 4] } }
                inputs.e { dims = [0] }
                """))
        .hasSize(9)
        .anyMatch(p -> p.contains("inputs.a.image.size"))
        .anyMatch(p -> p.contains("inputs.a.mean"))
        .anyMatch(p -> p.contains("inputs.a.std"))
        .anyMatch(p -> p.contains("inputs.b.dims"))
        .anyMatch(p -> p.contains("inputs.c.image.resize"))
        .anyMatch(p -> p.contains("inputs.d.image.crop"))
        .anyMatch(p -> p.contains("inputs.d.image.size"))
        .anyMatch(p -> p.contains("inputs.e.dims"))
        .anyMatch(p -> p.contains("calibration.rows.hash-remainders"));
  }

  @Test
  void editDistanceCountsSwapsOnce() {
    assertThat(Suggestions.distance("entropy", "entropy")).isZero();
    assertThat(Suggestions.distance("entorpy", "entropy")).isEqualTo(1);
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestions.nearest("zzzzz", List.of("path"))).isEmpty();
  }
}
