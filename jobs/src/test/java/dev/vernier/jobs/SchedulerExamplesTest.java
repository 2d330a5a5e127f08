package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vernier.conf.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine.ParseResult;

/**
 * The examples for schedulers: shells run their commands with a stand-in for the program that
 * records what it is given, and the command line and the configuration read that.
 */
class SchedulerExamplesTest {
  private static final Path EXAMPLES = Path.of("../conf/examples");
  private static final Path SCHEDULERS = EXAMPLES.resolve("schedulers");
  private static final Pattern CRON =
      Pattern.compile("(?<fields>[0-9*/,-]+(?: +[0-9*/,-]+){4}) +(?<command>.*)");

  /** Prints the constants that calls are given by name, and fails if the file does not compile. */
  private static final String READ_PYTHON =
      """
      import ast, sys
      tree = ast.parse(open(sys.argv[1]).read(), sys.argv[1])
      compile(tree, sys.argv[1], "exec")
      for call in ast.walk(tree):
          for keyword in call.keywords if isinstance(call, ast.Call) else []:
              if isinstance(keyword.value, ast.Constant):
                  print(keyword.arg + "=" + str(keyword.value.value))
      """;

  @TempDir Path folder;

  @Test
  void cronRunsTheCycleAndTakesStatusThreeForSuccess() throws Exception {
    List<String> lines = Files.readAllLines(SCHEDULERS.resolve("crontab"));
    List<String> entries = lines.stream().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    List<String> settings = entries.stream().filter(l -> l.matches("[A-Z_]+=.*")).toList();
    assertThat(settings).hasSize(entries.size() - 1);
    Matcher entry = CRON.matcher(entries.get(entries.size() - 1));
    assertThat(entry.matches()).isTrue();
    // cron takes a bare % for the end of the line; \% is one.
    assertThat(entry.group("command")).doesNotContainPattern("(?<!\\\\)%");
    String command =
        entry
            .group("command")
            .replace("\\%", "%")
            .replace("/opt/vernier/bin/vernier", program(3))
            .replace("2>> /var/log/vernier/nightly.log", "2>> " + folder.resolve("log"));
    assertThat(shell("/bin/sh", command)).isZero();
    ParseResult night = parse(given());
    assertThat(night.matchedOptionValue("--json", Path.of("")).toString())
        .endsWith("/" + LocalDate.now() + ".json");
    assertThat(night.hasMatchedOption("--master")).isTrue();
    assertThat(shell("/bin/sh", command.replace(program(3), program(1)))).isEqualTo(1);
  }

  @Test
  void airflowRunsTheCycleOfTheIntervalsDay() throws Exception {
    Path dag = SCHEDULERS.resolve("airflow_dag.py");
    Path constants = folder.resolve("constants");
    assumeThat(python(dag, constants)).as("no python3 that starts").isTrue();
    List<String> lines = Files.readAllLines(constants);
    assertThat(lines).contains("skip_on_exit_code=" + ExitCode.GATE, "max_active_runs=1");
    String command =
        lines.stream()
            .filter(line -> line.startsWith("bash_command="))
            .findFirst()
            .orElseThrow()
            .substring("bash_command=".length())
            .replace("{{ data_interval_start | ds }}", "2026-11-20")
            .replaceFirst("^spark-submit", program(0));
    assertThat(command).doesNotContain("{{");
    assertThat(shell("bash", command)).isZero();
    ParseResult night = parse(submitted(given()));
    assertThat(night.matchedOptionValue("--date", LocalDate.EPOCH))
        .isEqualTo(LocalDate.of(2026, 11, 20));
  }

  /** What {@code spark-submit} passes on: all that follows the jar. */
  private static List<String> submitted(List<String> arguments) throws Exception {
    int main = arguments.indexOf("--class") + 1;
    assertThat(Class.forName(arguments.get(main))).isEqualTo(Vernier.class);
    assertThat(arguments).containsSubsequence("--deploy-mode", "client");
    int jar = arguments.indexOf("/opt/vernier/vernier.jar");
    assertThat(jar).isGreaterThan(main);
    return arguments.subList(jar + 1, arguments.size());
  }

  @Test
  void kubernetesRunsTheCycle() throws Exception {
    Map<String, Object> application = yaml("scheduled-spark-application.yaml");
    assertThat(application)
        .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
        .containsEntry("kind", "ScheduledSparkApplication");
    Map<String, Object> spec = map(application, "spec");
    assertThat(spec).containsEntry("concurrencyPolicy", "Forbid");
    assertThat(CRON.matcher(spec.get("schedule") + " x").matches()).isTrue();
    Map<String, Object> template = map(spec, "template");
    assertThat(Class.forName((String) template.get("mainClass"))).isEqualTo(Vernier.class);
    assertThat(template)
        .containsEntry("sparkVersion", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    assertThat(map(template, "restartPolicy")).containsEntry("type", "Never");
    List<?> arguments = (List<?>) template.get("arguments");
    parse(arguments.stream().map(String.class::cast).toList());
    map(template, "sparkConf").forEach(SchedulerExamplesTest::requireKnown);
    for (String role : List.of("driver", "executor")) {
      assertThat(map(template, role))
          .containsEntry("javaOptions", "--add-modules=jdk.incubator.vector")
          .containsKeys("cores", "memory");
    }
  }

  /** A setting that Spark has, with a value that it reads; Hadoop's are not Spark's to know. */
  private static void requireKnown(String key, Object value) {
    assertThat(value).as(key).isInstanceOf(String.class);
    if (!key.startsWith("spark.hadoop.")) {
      // Entries register themselves when they are first needed.
      assertThat(org.apache.spark.internal.config.package$.MODULE$).isNotNull();
      ConfigEntry<?> entry = ConfigEntry.findEntry(key);
      assertThat(entry).as(key + " is no setting of Spark").isNotNull();
      assertThat(entry.valueConverter().apply((String) value)).isNotNull();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String name) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return (Map<String, Object>) yaml.load(Files.readString(SCHEDULERS.resolve(name)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    assertThat(parent).containsKey(key);
    return (Map<String, Object>) parent.get(key);
  }

  /** Reads a command line as the program does, and the configuration that it names. */
  private static ParseResult parse(List<String> arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    ParseResult all =
        Vernier.commandLine(nowhere, nowhere).parseArgs(arguments.toArray(String[]::new));
    ParseResult night = all.subcommand();
    assertThat(night.commandSpec().name()).isEqualTo("nightly");
    Path config = night.matchedOptionValue("--config", Path.of(""));
    assertThat(config).hasToString("/etc/vernier/nightly.conf");
    var job = ConfigLoader.load(EXAMPLES.resolve(config.getFileName()), List.of());
    assertThat(job.nightly().registry()).isPresent();
    assertThat(DatedData.overrides(job, LocalDate.of(2026, 11, 20)))
        .contains("calibration.data=[\"s3a://requests/images/date=2026-11-20\"]");
    return night;
  }

  /** A program that writes its arguments into a file, one a line, and ends with a status. */
  private String program(int status) throws IOException {
    Path program = folder.resolve("program-" + status);
    Files.writeString(
        program,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '"
            + folder.resolve("given")
            + "'\nexit "
            + status
            + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }

  private List<String> given() throws IOException {
    return Files.readAllLines(folder.resolve("given"));
  }

  private static int shell(String shell, String command) throws Exception {
    return end(new ProcessBuilder(shell, "-c", command));
  }

  private static boolean python(Path file, Path out) {
    try {
      ProcessBuilder python =
          new ProcessBuilder("python3", "-c", READ_PYTHON, file.toString())
              .redirectOutput(out.toFile());
      assertThat(end(python)).as(file + " does not compile").isZero();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int end(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("hangs: " + builder.command());
    }
    return process.exitValue();
  }

  @Test
  void theGuideNamesEveryExample() throws IOException {
    String guide = Files.readString(Path.of("../docs/operations.md"));
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(SCHEDULERS)) {
      files.forEach(file -> names.add("conf/examples/schedulers/" + file.getFileName()));
    }
    assertThat(names).hasSize(3).allSatisfy(name -> assertThat(guide).contains(name));
  }
}
