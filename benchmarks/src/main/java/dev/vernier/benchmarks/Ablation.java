package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * What each step beside the choice of ranges brings: the job's model with scales a channel and a
 * tensor, with and without equalisation, bias correction and error feedback, run by ONNX Runtime on
 * the validation data. Arguments: job files with a label column.
 *
 * <p>Printed per variant: top-1 and agreement with FP32 in percent of the rows, output SQNR in dB,
 * and the seconds that refining took.
 */
public final class Ablation {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();
  private static final String COARSE = "quantization.weight-per-channel=false";
  private static final String METHOD = "quantization.method=mse";
  private static final String PLAIN = "rewrites.equalization=never";

  private Ablation() {}

  /** One model of the comparison and what it predicted so far. */
  private static final class Variant {
    final String name;
    final double seconds;
    private final OrtSession session;
    private int right;
    private int agreed;
    private double noise;

    Variant(String name, OnnxModel model, double seconds) throws OrtException {
      this.name = name;
      this.seconds = seconds;
      this.session = ORT.createSession(OnnxWriter.toBytes(model), new OrtSession.SessionOptions());
    }

    float[] run(Map<String, Tensor> inputs, float[] expected, int label) throws OrtException {
      float[] scores = OrtRun.first(ORT, session, inputs);
      right += argmax(scores) == label ? 1 : 0;
      float[] reference = expected == null ? scores : expected;
      agreed += argmax(scores) == argmax(reference) ? 1 : 0;
      for (int i = 0; i < scores.length; i++) {
        double error = (double) scores[i] - reference[i];
        noise += error * error;
      }
      return scores;
    }
  }

  /** Prints the table of every job file. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      throw new IllegalArgumentException("expected arguments: job files");
    }
    System.out.println("| model | variant | top-1 | agreement | SQNR | refined in |");
    System.out.println("|---|---|---|---|---|---|");
    for (String file : args) {
      table(file);
    }
  }

  private static void table(String file) throws Exception {
    JobConfig job = ConfigLoader.load(Path.of(file), List.of(PLAIN, METHOD));
    Pipeline plain = Pipeline.open(job);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("FP32", plain.model().prepared(), 0));
    SampleSet samples = plain.refineSamples();
    StateSet states = plain.calibrate().states();
    add(variants, "scales a channel", file, plain, states, samples, PLAIN);
    add(variants, "scales a tensor", file, plain, states, samples, COARSE, PLAIN);
    Pipeline coarse = variant(file, plain, COARSE);
    Pipeline equalized = coarse.rewritten(coarse.rewrites(samples));
    StateSet own = equalized.calibrate().states();
    add(variants, "scales a tensor, equalised", file, equalized, own, samples, COARSE);
    run(job, plain, variants);
  }

  private static Pipeline variant(String file, Pipeline plain, String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add(METHOD);
    return Pipeline.of(ConfigLoader.load(Path.of(file), all), plain.model());
  }

  private static void add(
      List<Variant> variants,
      String name,
      String file,
      Pipeline base,
      StateSet states,
      SampleSet samples,
      String... overrides)
      throws OrtException {
    QuantizedModel quantized = variant(file, base, overrides).quantize(states);
    variants.add(new Variant(name, quantized.model(), 0));
    for (String rounding : List.of("nearest", "error-feedback")) {
      List<String> all = new ArrayList<>(List.of(overrides));
      all.add("refine.rounding=" + rounding);
      Pipeline pipeline = variant(file, base, all.toArray(new String[0]));
      long start = System.nanoTime();
      QuantizedModel refined = pipeline.refine(quantized, pipeline.settings(), samples).quantized();
      double seconds = (System.nanoTime() - start) / 1e9;
      String codes = rounding.equals("nearest") ? "" : ", " + rounding;
      variants.add(new Variant(name + ", bias correction" + codes, refined.model(), seconds));
    }
  }

  private static void run(JobConfig job, Pipeline pipeline, List<Variant> variants)
      throws OrtException {
    String label = job.validation().labelColumn().orElseThrow();
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    columns.add(label);
    Configuration hadoop = new Configuration();
    int rows = 0;
    double signal = 0;
    for (Row row :
        ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop)) {
      try {
        Map<String, Tensor> inputs = pipeline.preprocessor().apply(row).inputs();
        int wanted = ((Number) row.columns().get(label)).intValue();
        float[] expected = variants.get(0).run(inputs, null, wanted);
        for (Variant variant : variants.subList(1, variants.size())) {
          variant.run(inputs, expected, wanted);
        }
        rows++;
        for (float score : expected) {
          signal += (double) score * score;
        }
      } catch (BadRowException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
    for (Variant variant : variants) {
      print(job, variant, rows, signal);
    }
  }

  private static void print(JobConfig job, Variant variant, int rows, double signal) {
    String model = Path.of(job.model().path()).getFileName().toString().replace(".onnx", "");
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %s | %s |%n",
        model,
        variant.name,
        100.0 * variant.right / rows,
        100.0 * variant.agreed / rows,
        variant.noise == 0
            ? ""
            : String.format(Locale.ROOT, "%.1f dB", 10 * StrictMath.log10(signal / variant.noise)),
        variant.seconds == 0 ? "" : String.format(Locale.ROOT, "%.0f s", variant.seconds));
  }

  static int argmax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
