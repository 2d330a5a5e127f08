package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.preprocess.Preprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration from data to report, and ONNX Runtime on what it wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
  private static final int VALIDATED = 200;
  private static final List<String> METHODS =
      List.of("auto", "minmax", "percentile", "entropy", "mse", "mean-minmax");

  @TempDir static Path folder;
  private Run demo;
  private JsonNode summary;

  @BeforeAll
  void run() throws IOException {
    demo =
        Run.here(
                "demo",
                "--out",
                out().toString(),
                "--master",
                "local[2]",
                "--json",
                folder.resolve("summary.json").toString(),
                "--set",
                "validation.samples=" + VALIDATED,
                "--set",
                "run.sample-memory=true")
            .succeeded();
    summary = new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
  }

  private Path out() {
    return folder.resolve("out");
  }

  @Test
  void leavesEveryPromisedFile() {
    for (String name :
        List.of(
            "model.onnx",
            "ranges.json",
            "range-choice.json",
            "refinement.json",
            "report.json",
            "report.html",
            "run.json")) {
      assertThat(out().resolve(name)).isNotEmptyFile();
    }
    assertThat(out().resolve("states/states.parquet")).isNotEmptyFile();
    assertThat(out().resolve("work")).doesNotExist();
  }

  @Test
  void comparesEveryMethod() {
    assertThat(demo.out()).contains(METHODS);
    assertThat(summary.path("candidates")).hasSize(METHODS.size());
    for (JsonNode candidate : summary.path("candidates")) {
      JsonNode measures = candidate.path("measures");
      assertThat(measures.path("agreement").asDouble()).isGreaterThan(90);
      assertThat(Math.abs(measures.path("drop.top1").asDouble())).isLessThan(5);
      assertThat(candidate.path("bytes").asLong())
          .isLessThan(Checkout.demo("model.onnx").toFile().length() / 2);
    }
  }

  @Test
  void saysTheMemoryItNeedsAndHowFarItIs() {
    assertThat(demo.err()).containsPattern("calibrate: heap \\d+ MB");
    assertThat(demo.err()).containsPattern("calibrate: .* 200/200 rows");
  }

  @Test
  void theLiveSetDoesNotGrow() throws IOException {
    JsonNode samples =
        new ObjectMapper()
            .readTree(out().resolve("run.json").toFile())
            .path("passes")
            .path("calibrate")
            .path("liveBytes");
    assertThat(samples.size()).isGreaterThan(3);
    long first = samples.get(1).asLong();
    long last = samples.get(samples.size() - 1).asLong();
    assertThat(last).isLessThan(first + (16L << 20));
  }

  @Test
  void runtimeAgreesWithOurValidation() throws Exception {
    JobConfig job = ConfigLoader.load(out().resolve("vernier.conf"), List.of());
    PreparedModel model = PreparedModel.load(Checkout.demo("model.onnx"));
    Preprocessor preprocessor = Preprocessor.of(job.inputs(), model.inputs());
    Path quantized = out().resolve("model.onnx");
    CandidateModel ours = CandidateModel.of(new Candidate("q", OnnxReader.read(quantized)));
    int same = 0;
    try (Runtime runtime = new Runtime(quantized)) {
      for (Row row : DemoRows.read("validation.parquet", VALIDATED)) {
        Map<String, Tensor> inputs = preprocessor.apply(row).inputs();
        Tensor expected = runtime.run(inputs);
        Tensor actual = ours.engine().newSession().run(inputs).get("logits");
        same += Runtime.best(expected) == Runtime.best(actual) ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThanOrEqualTo(VALIDATED * 99 / 100);
  }

  @Test
  void solvingAgainNeedsNoInference() throws IOException, BadRowException {
    Path again = folder.resolve("again");
    Path config = out().resolve("vernier.conf");
    String states = out().resolve("states").toString();
    Run.here("solve", "--config", config.toString(), "--states", states, "--out", again.toString())
        .succeeded();
    assertThat(again.resolve("model.onnx")).hasSameBinaryContentAs(out().resolve("model.onnx"));
    assertThat(again.resolve("ranges.json")).hasSameBinaryContentAs(out().resolve("ranges.json"));
  }

  @Test
  void statesAloneGivePredictedRanges() throws IOException {
    Path alone = folder.resolve("alone");
    Files.createDirectories(alone.resolve("states"));
    Files.copy(out().resolve("states/states.parquet"), alone.resolve("states/states.parquet"));
    String config = out().resolve("vernier.conf").toString();
    Run run = Run.here("solve", "--config", config, "--out", alone.toString()).succeeded();
    assertThat(run.err()).contains("auto takes the predicted ranges");
    JsonNode ranges = new ObjectMapper().readTree(alone.resolve("ranges.json").toFile());
    assertThat(ranges.path("method").asText()).isEqualTo("auto");
  }

  @Test
  void solvingAgainTakesUpTheEqualisation() throws IOException {
    Path coarse = folder.resolve("coarse");
    String[] settings = {"--set", "quantization.weight-per-channel=false"};
    List<String> demo = new ArrayList<>(List.of("demo", "--out", coarse.toString()));
    demo.addAll(List.of("--set", "calibration.samples=20", "--set", "refine.samples=8"));
    demo.addAll(List.of("--set", "validation.data=[]", "--set", "validation.candidates=[]"));
    demo.addAll(List.of(settings));
    Run.here(demo.toArray(String[]::new)).succeeded();
    assertThat(coarse.resolve("rewrites.json")).isNotEmptyFile();
    assertThat(out().resolve("rewrites.json")).doesNotExist();
    Path model = coarse.resolve("model.onnx");
    byte[] expected = Files.readAllBytes(model);
    Run.here("solve", "--config", coarse.resolve("vernier.conf").toString()).succeeded();
    assertThat(model).hasBinaryContent(expected);
    Files.delete(coarse.resolve("rewrites.json"));
    Run.here("solve", "--config", coarse.resolve("vernier.conf").toString())
        .failedSaying(1, "expected the rewrites (equalization)");
  }

  @Test
  void solvingAgainSmoothsAsBefore() throws IOException {
    Path smooth = folder.resolve("smooth");
    List<String> demo = new ArrayList<>(List.of("demo", "--out", smooth.toString()));
    demo.addAll(List.of("--set", "calibration.samples=20", "--set", "refine.samples=0"));
    demo.addAll(List.of("--set", "validation.data=[]", "--set", "validation.candidates=[]"));
    demo.addAll(List.of("--set", "rewrites.smooth-quant=always"));
    demo.addAll(List.of("--set", "rewrites.smooth-quant-convolution-alpha=0.5"));
    Run.here(demo.toArray(String[]::new)).succeeded();
    byte[] expected = Files.readAllBytes(smooth.resolve("model.onnx"));
    solveSmooth(smooth, "rewrites.smooth-quant=auto").succeeded();
    assertThat(smooth.resolve("model.onnx")).hasBinaryContent(expected);
    String ranges = smooth.resolve("ranges.json").toString();
    Graph graph = OnnxReader.read(smooth.resolve("model.onnx")).graph();
    solveSmooth(smooth, "refine.samples=0", "--ranges", ranges).succeeded();
    assertThat(OnnxReader.read(smooth.resolve("model.onnx")).graph()).isEqualTo(graph);
    solveSmooth(smooth, "rewrites.smooth-quant-alpha=0.25")
        .failedSaying(1, "expected the rewrites (smooth-quant 0.25 0.5)");
    solveSmooth(smooth, "rewrites.smooth-quant=never").failedSaying(1, "of another model");
  }

  private static Run solveSmooth(Path out, String setting, String... more) {
    String config = out.resolve("vernier.conf").toString();
    List<String> solve = new ArrayList<>(List.of("solve", "--config", config, "--set", setting));
    solve.addAll(List.of(more));
    return Run.here(solve.toArray(String[]::new));
  }

  @Test
  void refiningAgainGivesTheSameModel() throws IOException {
    Path again = folder.resolve("refined");
    String config = out().resolve("vernier.conf").toString();
    String states = out().resolve("states").toString();
    Run.here("refine", "--config", config, "--states", states, "--out", again.toString())
        .succeeded();
    assertThat(again.resolve("model.onnx")).hasSameBinaryContentAs(out().resolve("model.onnx"));
    assertThat(again.resolve("refinement.json"))
        .hasSameBinaryContentAs(out().resolve("refinement.json"));
    Run plain =
        Run.here(
            "solve",
            "--config",
            config,
            "--states",
            states,
            "--out",
            folder.resolve("plain").toString(),
            "--set",
            "refine.samples=8");
    assertThat(plain.succeeded().err()).contains("not refined");
    assertThat(Files.mismatch(folder.resolve("plain/model.onnx"), out().resolve("model.onnx")))
        .isNotEqualTo(-1);
  }

  @Test
  void whatWasWrittenCanBeInspected() {
    assertThat(inspect("model.onnx")).contains("QuantizeLinear").doesNotContain("NO");
    assertThat(inspect("states")).contains("on 200 samples");
    assertThat(inspect("ranges.json")).contains("scale");
    assertThat(Run.here("inspect", Checkout.demo("model.onnx").toString()).succeeded().out())
        .contains("Conv", "would be quantized");
  }

  private String inspect(String name) {
    return Run.here("inspect", out().resolve(name).toString()).succeeded().out();
  }

  @Test
  void modelAndDataAreEnoughToQuantize() throws Exception {
    Path guessed = folder.resolve("guessed");
    Path data =
        DemoRows.writeFile(
            DemoRows.read("validation.parquet", 60), folder.resolve("guess.parquet"), 16);
    Run run =
        Run.here(
                "quantize",
                Checkout.demo("model.onnx").toString(),
                data.toString(),
                "--out",
                guessed.toString(),
                "--master",
                "local[2]")
            .succeeded();
    assertThat(run.err()).contains("guessed:", "column 'image'", "labels: column 'label'");
    Run again =
        Run.here(
                "quantize",
                "--config",
                guessed.resolve("vernier.conf").toString(),
                "--out",
                folder.resolve("configured").toString(),
                "--master",
                "local[1]")
            .succeeded();
    assertThat(again.out()).contains("agreement");
    assertThat(folder.resolve("configured/model.onnx"))
        .hasSameBinaryContentAs(guessed.resolve("model.onnx"));
  }

  @Test
  void aModelThatTakesOneSampleAtATime() {
    OnnxModel model = OnnxReader.read(Checkout.demo("model.onnx"));
    Graph graph = model.graph();
    ValueType image = ValueType.tensor(DataType.FLOAT, 1, 3, 32, 32);
    Path single = folder.resolve("single.onnx");
    OnnxWriter.write(
        model.withGraph(graph.withInputs(List.of(graph.inputs().get(0).withType(image)))), single);
    Run.here(
            "demo",
            "--out",
            folder.resolve("single").toString(),
            "--master",
            "local[2]",
            "--set",
            "model.path=" + single,
            "--set",
            "calibration.samples=20",
            "--set",
            "validation.samples=20")
        .succeeded();
  }

  @Test
  void everyMethodsModelRunsInTheRuntime() throws Exception {
    for (String method : METHODS) {
      Path solved = folder.resolve("solved-" + method);
      Run.here(
              "solve",
              "--config",
              out().resolve("vernier.conf").toString(),
              "--states",
              out().resolve("states").toString(),
              "--out",
              solved.toString(),
              "--set",
              "quantization.method=" + method)
          .succeeded();
      try (Runtime runtime = new Runtime(solved.resolve("model.onnx"))) {
        float[] zeros = new float[3 * 32 * 32];
        Tensor logits = runtime.run(Map.of("image", Tensor.of(zeros, 1, 3, 32, 32)));
        assertThat(logits.size()).as(method).isEqualTo(10);
      }
    }
  }

  @Test
  void validateJudgesTheWrittenModel() throws IOException {
    Path json = folder.resolve("validate.json");
    Run run =
        Run.here(
                "validate",
                "--config",
                out().resolve("vernier.conf").toString(),
                "--json",
                json.toString(),
                "--master",
                "local[2]")
            .succeeded();
    assertThat(run.out()).contains("fp32", "accuracy", "model.onnx");
    JsonNode validated =
        new ObjectMapper().readTree(json.toFile()).path("candidates").get(0).path("measures");
    JsonNode delivered = summary.path("candidates").get(0).path("measures");
    assertThat(validated.path("top1")).isEqualTo(delivered.path("top1"));
    assertThat(validated.path("sqnr")).isEqualTo(delivered.path("sqnr"));
    assertThat(Files.exists(out().resolve("model.onnx"))).isTrue();
  }
}
