package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.RangeChoice;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.stats.StateSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * What a job's settings give, beside FP32, both run by ONNX Runtime on the job's validation data.
 * Arguments: {@code --models DIR}, then job files with a label column; the quantized models are
 * written to the folder, and taken from it where they are there already.
 *
 * <p>Printed per job, in percent of the rows: top-1 of both, the drop and its 95 % confidence
 * interval, paired (Agresti and Min), agreement and its 95 % confidence interval (Wilson), SQNR of
 * all outputs together in dB; then what {@code auto} chose and the processor seconds that
 * calibrating and the rest took.
 */
public final class DefaultAccuracy {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private final JobConfig job;
  private final Pipeline pipeline;
  private String notes = "";
  private int rows;
  private int rightBefore;
  private int rightAfter;
  private int lost;
  private int won;
  private int agreed;
  private double signal;
  private double noise;

  private DefaultAccuracy(JobConfig job) {
    this.job = job;
    this.pipeline = Pipeline.open(job);
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    if (args.length < 3 || !args[0].equals("--models")) {
      throw new IllegalArgumentException("expected arguments: --models DIR, job files");
    }
    System.out.println(
        "| model | FP32 top-1 | top-1 | drop | 95 % | agreement | 95 % | SQNR | made by |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (String file : Arrays.asList(args).subList(2, args.length)) {
      DefaultAccuracy one = new DefaultAccuracy(ConfigLoader.load(Path.of(file), List.of()));
      Path kept = Path.of(args[1]).resolve(one.name() + ".onnx");
      if (!Files.exists(kept)) {
        OnnxWriter.write(one.quantized(), kept);
      }
      one.compare(OnnxReader.read(kept));
      one.print();
    }
  }

  private String name() {
    return Path.of(job.model().path()).getFileName().toString().replace(".onnx", "");
  }

  /** Calibrates, chooses ranges and refines as the quantize command does. */
  private OnnxModel quantized() {
    double start = processorSeconds();
    StateSet states = pipeline.calibrate().states();
    double calibrated = processorSeconds();
    SampleSet samples = pipeline.refineSamples();
    Optional<SampleSet> refined =
        pipeline.refineSettings().isActive() ? Optional.of(samples) : Optional.empty();
    Optional<RangeChoice> choice =
        pipeline.settings().ranges().method().equals("auto")
            ? pipeline.chooseRanges(states, pipeline.holdOutSamples(), refined)
            : Optional.empty();
    Pipeline settled = choice.map(made -> pipeline.withMethod(made.method())).orElse(pipeline);
    QuantizedModel solved = settled.quantize(states);
    OnnxModel model = settled.refine(solved, settled.settings(), samples).quantized().model();
    notes =
        String.format(
            Locale.ROOT,
            "%s; %.0f s + %.0f s",
            choice.map(RangeChoice::text).orElse(settled.settings().ranges().method()),
            calibrated - start,
            processorSeconds() - calibrated);
    return model;
  }

  private static double processorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private void compare(OnnxModel quantized) throws OrtException {
    String label = job.validation().labelColumn().orElseThrow();
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    columns.add(label);
    Configuration hadoop = new Configuration();
    try (OrtSession before = session(pipeline.model().prepared());
        OrtSession after = session(quantized)) {
      for (Row row :
          ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop)) {
        Map<String, Tensor> inputs = pipeline.preprocessor().apply(row).inputs();
        float[] expected = OrtRun.first(ORT, before, inputs).clone();
        float[] actual = OrtRun.first(ORT, after, inputs);
        count(expected, actual, ((Number) row.columns().get(label)).intValue());
      }
    } catch (BadRowException e) {
      throw new IllegalStateException("a validation row cannot be used: " + e.getMessage(), e);
    }
  }

  private static OrtSession session(OnnxModel model) throws OrtException {
    return ORT.createSession(OnnxWriter.toBytes(model), new OrtSession.SessionOptions());
  }

  private void count(float[] expected, float[] actual, int label) {
    boolean before = largest(expected) == label;
    boolean after = largest(actual) == label;
    rows++;
    rightBefore += before ? 1 : 0;
    rightAfter += after ? 1 : 0;
    lost += before && !after ? 1 : 0;
    won += after && !before ? 1 : 0;
    agreed += largest(expected) == largest(actual) ? 1 : 0;
    for (int i = 0; i < expected.length; i++) {
      double error = (double) actual[i] - expected[i];
      signal += (double) expected[i] * expected[i];
      noise += error * error;
    }
  }

  private static int largest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private void print() {
    double n = rows + 2;
    double drop = (lost - won) / n;
    double half = Z * Math.sqrt((lost + won + 1 - n * drop * drop) / n / n);
    double share = agreed / (double) rows;
    double center = (share + Z * Z / (2 * rows)) / (1 + Z * Z / rows);
    double reach =
        Z
            * Math.sqrt(share * (1 - share) / rows + Z * Z / (4.0 * rows * rows))
            / (1 + Z * Z / rows);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f | %.2f to %.2f | %.2f | %.2f to %.2f | %.1f dB | %s |%n",
        name(),
        percent(rightBefore),
        percent(rightAfter),
        percent(lost - won),
        100 * (drop - half),
        100 * (drop + half),
        percent(agreed),
        100 * (center - reach),
        100 * (center + reach),
        10 * StrictMath.log10(signal / noise),
        notes);
  }

  private double percent(int count) {
    return 100.0 * count / rows;
  }
}
