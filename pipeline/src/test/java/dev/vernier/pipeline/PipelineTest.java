package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.metric.MetricSuite;
import dev.vernier.pipeline.metric.Metrics;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.pipeline.report.ConsoleTable;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportBuilder;
import dev.vernier.pipeline.report.ReportFiles;
import dev.vernier.pipeline.report.ReportSource;
import dev.vernier.pipeline.stopping.Settling;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.quantize.tables.RangeFiles;
import dev.vernier.quantize.tables.SolvedModel;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static final PreparedModel MODEL = PreparedModel.of(TinyNet.model());

  private static Pipeline pipeline(String... overrides) {
    return Pipeline.of(job(overrides), MODEL);
  }

  private static JobConfig job(String... overrides) {
    return ConfigLoader.parse(
        "model.path = tiny\ninputs.x { column = values }\nvalidation.label-column = label",
        "test",
        List.of(overrides));
  }

  private static List<Row> rows(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[8];
      for (int k = 0; k < 8; k++) {
        values[k] = (float) random.nextGaussian();
      }
      rows.add(Row.of("values", values).with("label", label(values)));
    }
    return rows;
  }

  /** What the floating-point model says, so that its accuracy is 100 %. */
  private static int label(float[] values) {
    Map<String, Tensor> y = MODEL.engine().newSession().run(Map.of("x", Tensor.of(values, 1, 8)));
    float[] scores = y.get("y").toFloats();
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  @Test
  void calibratesToTheSameBytesInAnyOrderBatchAndSplit() {
    List<Row> rows = rows(50, 1);
    rows.set(7, Row.of("values", new float[] {Float.NaN, 0, 0, 0, 0, 0, 0, 0}));
    rows.set(20, Row.of("values", new float[3]));
    byte[] expected =
        pipeline("run.batch-size=1", "run.max-bad-share=0.1").calibrate(rows).toBytes();
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(3));
    for (String size : List.of("2", "7", "64")) {
      Pipeline batched = pipeline("run.batch-size=" + size, "run.max-bad-share=0.1");
      assertThat(batched.calibrate(shuffled).toBytes()).isEqualTo(expected);
    }
    Pipeline parts = pipeline("run.batch-size=4");
    Calibrator calibrator = parts.newCalibrator(parts.calibrationFilter());
    assertThat(calibrator.batchSize()).isEqualTo(4);
    CalibrationResult merged = CalibrationResult.EMPTY;
    for (int start = 0; start < 50; start += 12) {
      CalibrationPass pass = calibrator.newPass();
      shuffled.subList(start, Math.min(50, start + 12)).forEach(pass::add);
      merged = CalibrationResult.fromBytes(pass.finish().toBytes()).merge(merged);
    }
    assertThat(merged.toBytes()).isEqualTo(expected);
    assertThat(merged.log().bad()).isEqualTo(2);
    assertThat(merged.log().used()).isEqualTo(48);
    assertThat(merged.states().samples()).isEqualTo(48);
  }

  @Test
  void stopsOnceRangesHaveSettledWithTheSamplesOfLeastHashInAnyOrder() {
    List<Row> rows = rows(1000, 5);
    String[] stopping = {
      "calibration.stopping.tolerance=0.5",
      "calibration.stopping.share=0.5",
      "calibration.stopping.first-rows=64"
    };
    CalibrationResult stopped = pipeline(stopping).calibrate(rows);
    long used = stopped.log().used();
    assertThat(used).isBetween(30L, 700L);
    assertThat(stopped.log().read()).isEqualTo(1000);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(9));
    assertThat(pipeline(stopping).calibrate(shuffled).toBytes()).isEqualTo(stopped.toBytes());
    CalibrationResult chosen = pipeline("calibration.samples=" + used).calibrate(rows);
    assertThat(stopped.states().toBytes()).isEqualTo(chosen.states().toBytes());

    String[] never = {"calibration.stopping.tolerance=1e-9", "calibration.stopping.first-rows=64"};
    assertThat(pipeline(never).calibrate(rows).toBytes())
        .isEqualTo(pipeline().calibrate(rows).toBytes());
  }

  @Test
  void collectsWhatTheModelComputes() {
    List<Row> rows = rows(20, 2);
    CalibrationResult result = pipeline().calibrate(rows);
    HistogramSketch x = result.states().histogram("x");
    assertThat(x.count()).isEqualTo(160);
    float min = 0;
    for (Row row : rows) {
      for (float v : (float[]) row.columns().get("values")) {
        min = Math.min(min, v);
      }
    }
    assertThat(x.min()).isEqualTo(min);
  }

  @Test
  void observesASampleOfSeveralRowsWhole() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      float[] values = new float[3 * 8];
      values[23] = 100 + i;
      rows.add(Row.of("values", values));
    }
    for (String size : List.of("1", "4")) {
      Pipeline pipeline = pipeline("inputs.x.dims=[3, 8]", "run.batch-size=" + size);
      CalibrationResult result = pipeline.calibrate(rows);
      assertThat(result.states().samples()).isEqualTo(12);
      assertThat(result.states().histogram("x").count()).isEqualTo(12 * 24);
      assertThat(result.states().histogram("x").max()).isEqualTo(111);
      QuantizedModel quantized = pipeline.quantize(result.states());
      CandidateState candidate =
          pipeline.validate(rows, List.of(new Candidate("q", quantized.model()))).candidate("q");
      assertThat(candidate.tensorSqnr().decibels().get("x")).isBetween(30.0, 90.0);
    }
  }

  @Test
  void quantizesAndValidatesSeveralCandidatesInOnePass() {
    Pipeline pipeline = pipeline();
    CalibrationResult calibration = pipeline.calibrate(rows(100, 3));
    QuantizationSettings settings = pipeline.settings();
    QuantizedModel mse = pipeline.quantize(calibration.states(), settings.withMethod("mse"));
    QuantizedModel minmax = pipeline.quantize(calibration.states(), settings.withMethod("minmax"));
    List<Candidate> candidates =
        List.of(new Candidate("mse", mse.model()), new Candidate("minmax", minmax.model()));
    ValidationResult result = pipeline.validate(rows(300, 4), candidates);
    for (CandidateState candidate : result.candidates()) {
      Map<String, Double> measures = candidate.measures();
      assertThat(measures.get("reference.top1")).isEqualTo(100);
      assertThat(measures.get("top1")).isBetween(95.0, 100.0);
      assertThat(measures.get("agreement")).isEqualTo(measures.get("top1"));
      assertThat(measures.get("sqnr")).isBetween(25.0, 70.0);
      assertThat(candidate.tensorSqnr().size()).isEqualTo(32);
      assertThat(candidate.tensorSqnr().decibels().get("x")).isBetween(30.0, 60.0);
      assertThat(candidate.tensorSqnr().decibels()).containsOnlyKeys("r", "x");
    }
    assertThat(result.log().used()).isEqualTo(300);
  }

  @Test
  void validatesToTheSameBytesInAnyOrderBatchAndSplit() {
    Pipeline one = pipeline("run.batch-size=1");
    QuantizedModel quantized = one.quantize(one.calibrate(rows(40, 5)).states());
    List<Candidate> candidates = List.of(new Candidate("mse", quantized.model()));
    List<Row> rows = rows(90, 6);
    byte[] expected = one.validate(rows, candidates).toBytes();
    Collections.shuffle(rows, new Random(8));
    assertThat(pipeline("run.batch-size=16").validate(rows, candidates).toBytes())
        .isEqualTo(expected);
    List<CandidateModel> ready = candidates.stream().map(CandidateModel::of).toList();
    Pipeline parts = pipeline("run.batch-size=8");
    Validator validator = parts.newValidator(parts.validationFilter(), ready);
    MetricSuite metrics = Metrics.of(job().validation());
    ValidationResult merged = null;
    for (int start = 0; start < 90; start += 30) {
      ValidationPass pass = validator.newPass();
      rows.subList(start, start + 30).forEach(pass::add);
      ValidationResult part = ValidationResult.fromBytes(pass.finish().toBytes(), metrics);
      merged = merged == null ? part : part.merge(merged);
    }
    assertThat(merged.toBytes()).isEqualTo(expected);
  }

  @Test
  void takesTheSamplesWithTheSmallestHashes() {
    Pipeline pipeline = pipeline("calibration.samples=10");
    List<Row> rows = rows(60, 9);
    byte[] expected = pipeline.calibrate(rows).states().toBytes();
    Collections.shuffle(rows, new Random(1));
    CalibrationResult again = pipeline.calibrate(rows);
    assertThat(again.states().samples()).isEqualTo(10);
    assertThat(again.states().toBytes()).isEqualTo(expected);
  }

  @Test
  void refinesToTheSameBytesInAnyOrderAndNearerToTheModel() {
    Pipeline pipeline = pipeline("refine.samples=40");
    List<Row> rows = rows(80, 11);
    QuantizedModel quantized = pipeline.quantize(pipeline.calibrate(rows).states());
    QuantizationSettings settings = pipeline.settings();
    RefinedModel refined = pipeline.refine(quantized, settings, pipeline.refineSamples(rows));
    assertThat(refined.refinement().biases()).containsOnlyKeys("h", "y");
    Collections.shuffle(rows, new Random(2));
    SampleSet samples = pipeline("refine.samples=40", "run.batch-size=1").refineSamples(rows);
    assertThat(samples.size()).isEqualTo(40);
    RefinedModel again = pipeline.refine(quantized, settings, samples);
    assertThat(OnnxWriter.toBytes(again.quantized().model()))
        .isEqualTo(OnnxWriter.toBytes(refined.quantized().model()));
    assertThat(bias(refined.quantized(), samples)).isLessThan(0.6 * bias(quantized, samples));
  }

  @Test
  void biasesTakeUpTheRoundingOfWeightsAloneAsWell() {
    Pipeline pipeline =
        pipeline(
            "refine.samples=40",
            "quantization.format=weight-only",
            "quantization.scheme.weight-bits=3");
    SampleSet samples = pipeline.refineSamples(rows(80, 11));
    QuantizedModel quantized = pipeline.quantize(StateSet.empty());
    RefinedModel refined = pipeline.refine(quantized, pipeline.settings(), samples);
    assertThat(refined.refinement().biases())
        .as("the other layer has too few weights a channel to be rounded")
        .containsOnlyKeys("y");
    assertThat(bias(refined.quantized(), samples)).isLessThan(0.1 * bias(quantized, samples));
    Pipeline wider = pipeline("quantization.format=weight-only");
    assertThat(wider.quantize(StateSet.empty()).table().digest())
        .as("a refinement is of one width")
        .isNotEqualTo(quantized.table().digest());
  }

  @Test
  void equalisationKeepsTheModelAndServesWeightsWithOneScale() {
    String coarse = "quantization.weight-per-channel=false";
    List<Row> rows = rows(80, 12);
    Pipeline plain = pipeline(coarse, "rewrites.equalization=never");
    Pipeline pipeline = pipeline(coarse);
    assertThat(plain.rewriteSettings().isEmpty()).isTrue();
    assertThat(pipeline().rewriteSettings().isEmpty()).isTrue();
    assertThat(pipeline.rewriteSettings().text()).isEqualTo("equalization");
    SampleSet samples = pipeline.refineSamples(rows);
    Pipeline equalized = pipeline.rewritten(pipeline.rewrites(samples));
    assertThat(equalized.model().digest()).isNotEqualTo(MODEL.digest());
    for (Map<String, Tensor> sample : samples.inputs()) {
      float[] expected = MODEL.engine().newSession().run(sample).get("y").toFloats();
      float[] actual = equalized.model().engine().newSession().run(sample).get("y").toFloats();
      for (int i = 0; i < 3; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
    QuantizedModel coarsely = equalized.quantize(equalized.calibrate(rows).states());
    assertThat(bias(coarsely, samples)).isFinite();
  }

  /** How far mean outputs of the quantized model are from the model's, squared and summed. */
  private static double bias(QuantizedModel quantized, SampleSet samples) {
    double[] sums = new double[3];
    InferenceSession exact = MODEL.engine().newSession();
    InferenceSession rounded = EngineModel.load(quantized.model()).newSession();
    for (Map<String, Tensor> sample : samples.inputs()) {
      float[] y = exact.run(sample).get("y").toFloats();
      float[] q = rounded.run(sample).get("y").toFloats();
      for (int i = 0; i < 3; i++) {
        sums[i] += y[i] - q[i];
      }
    }
    return sums[0] * sums[0] + sums[1] * sums[1] + sums[2] * sums[2];
  }

  @Test
  void worksWithoutLabels() {
    JobConfig job =
        ConfigLoader.parse("model.path = t\ninputs.x { column = values }", "test", List.of());
    Pipeline pipeline = Pipeline.of(job, MODEL);
    QuantizedModel quantized = pipeline.quantize(pipeline.calibrate(rows(20, 1)).states());
    Map<String, Double> measures =
        pipeline
            .validate(rows(20, 2), List.of(new Candidate("q", quantized.model())))
            .candidate("q")
            .measures();
    assertThat(measures).containsKeys("agreement", "sqnr").doesNotContainKey("top1");
  }

  @Test
  void refusesDataThatIsMostlyBad() {
    List<Row> rows = rows(10, 1);
    rows.set(0, Row.of("values", new float[0]));
    assertThatThrownBy(() -> pipeline().calibrate(rows))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("1 of 10 calibration rows are bad (10.00 %)")
        .hasMessageContaining("0 elements do not fill the shape [1, 8]");
    assertThatThrownBy(() -> pipeline().calibrate(List.of()))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("no calibration rows");
    assertThatThrownBy(() -> pipeline().calibrate())
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("calibration.data is empty");
  }

  @Test
  void quarantinesLabelsOutOfRange() {
    Pipeline pipeline = pipeline("run.max-bad-share=0.5");
    List<Row> rows = rows(10, 1);
    QuantizedModel quantized = pipeline.quantize(pipeline.calibrate(rows).states());
    rows.set(2, rows.get(2).with("label", 3));
    rows.set(3, rows.get(3).with("label", "cat"));
    ValidationResult result =
        pipeline.validate(rows, List.of(new Candidate("q", quantized.model())));
    assertThat(result.log().bad()).isEqualTo(2);
    assertThat(result.log().badRows().toString())
        .contains("label 3 is out of range: the model has 3 classes")
        .contains("holds cat");
    assertThat(result.log().used()).isEqualTo(8);
  }

  @Test
  void theConfigurationKnowsEveryRangeMethod() {
    for (String method : RangeMethods.names()) {
      String candidates = "validation.candidates=[" + method + "]";
      assertThat(pipeline("quantization.method=" + method, candidates).settings().ranges().method())
          .isEqualTo(method);
    }
    assertThatThrownBy(() -> pipeline("quantization.method=none"))
        .hasMessageContaining(String.join(", ", RangeMethods.names()));
  }

  @Test
  void rangesOfAFileServeInsteadOfStates() {
    Pipeline pipeline = pipeline();
    QuantizedModel solved = pipeline.quantize(pipeline.calibrate(rows(50, 3)).states());
    SolvedModel source = new SolvedModel(MODEL.prepared().graph(), solved.plan(), solved.table());
    for (String name : RangeFiles.names()) {
      String text = RangeFiles.find(name).write(source);
      if (!name.equals("tensorrt-cache")) {
        QuantizedModel again = pipeline.quantize(text, name, pipeline.settings());
        assertThat(again.model().graph()).as(name).isEqualTo(solved.model().graph());
      }
    }
    assertThatThrownBy(() -> pipeline.quantize("TRT-1\nx: 3c010204", "c", pipeline.settings()))
        .hasMessageContaining("c: no range for 1 of 2 tensors");
  }

  @Test
  void theConfigurationKnowsEveryRangeFile() {
    for (String name : RangeFiles.names()) {
      if (!name.equals("vernier")) {
        pipeline("output.tables=[" + name + "]");
      }
    }
    assertThatThrownBy(() -> pipeline("output.tables=[none]")).hasMessageContaining("amct-record");
  }

  @Test
  void theConfigurationKnowsEveryOutputFormat() {
    for (String format : OutputFormats.names()) {
      assertThat(pipeline("quantization.format=" + format).settings().export().format())
          .isEqualTo(format);
    }
    assertThatThrownBy(() -> pipeline("quantization.format=none"))
        .hasMessageContaining(String.join(", ", OutputFormats.names()));
  }

  @Test
  void configurationDefaultsAreTheQuantizersDefaults() {
    assertThat(pipeline().settings()).isEqualTo(QuantizationSettings.defaults());
  }

  @Test
  void writesReports(@TempDir Path dir) throws Exception {
    Pipeline pipeline = pipeline();
    CalibrationResult calibration = pipeline.calibrate(rows(50, 3));
    QuantizedModel quantized = pipeline.quantize(calibration.states());
    ValidationResult validation =
        pipeline.validate(rows(50, 4), List.of(new Candidate("mse", quantized.model())));
    ReportSource source =
        new ReportSource(
            "<tiny & \"net\">",
            MODEL.digest(),
            1000,
            Optional.of(quantized),
            calibration.states(),
            calibration.log(),
            List.of(new ReportSource.Size("mse", 400, 0.5)),
            Optional.of(validation),
            Optional.empty(),
            List.of(),
            pipeline.stability(quantized.plan(), calibration.states()),
            List.of(new Settling(1, 64, 0.5, 0.01, 0.2, "h", false)),
            Optional.empty(),
            Optional.empty(),
            Map.of("calibrate", 1.5),
            Map.of("Version", "<b>1</b>"));
    Report report = ReportBuilder.build(source);
    ReportFiles.write(report, dir);
    String html = Files.readString(dir.resolve("report.html"));
    assertThat(html)
        .contains("&lt;tiny &amp; &quot;net&quot;&gt;")
        .contains("&lt;b&gt;1&lt;/b&gt;")
        .doesNotContain("<tiny")
        .contains("<svg")
        .contains("Top-1 accuracy")
        .doesNotContain("http://")
        .doesNotContain("https://");
    String json = Files.readString(dir.resolve("report.json"));
    assertThat(json).contains("\"saturation\"").contains("\"top1\"").contains("\"histogram\"");
    HtmlPage page = HtmlPage.parse(html);
    assertThat(page.problems()).isEmpty();
    assertThat(page.headings())
        .contains("Candidates", "Quantized tensors", "Stability", "Nodes", "Run", "Timing");
    assertThat(page.ids()).contains("stability", "timing").doesNotContain("quarantine", "drift");
    assertThat(report.stability()).hasSameSizeAs(report.tensors());
    assertThat(json).contains("\"stability\" : [ {").contains("\"stopping\" : [ {");
    assertThat(html).contains("64 samples: 50.0 % of the ranges have settled");
    assertThat(ConsoleTable.of(report)).contains("float32").contains("mse").contains("0.4 KB");
    assertThat(report.tensors()).isNotEmpty();
    assertThat(report.tensors().get(0).histogram()).isNotEmpty();
    assertThat(report.tensors().get(0).saturation()).isBetween(0.0, 0.2);
  }

  @Test
  void memoryBudgetGrowsWithSlotsOnly() {
    MemoryBudget budget = MemoryBudget.of(MODEL, Map.of("x", new int[] {1, 8}), 8, 1 << 20);
    assertThat(budget.totalBytes(2)).isGreaterThan(budget.totalBytes(1));
    assertThat(budget.describe(2)).contains("2 slots");
  }
}
