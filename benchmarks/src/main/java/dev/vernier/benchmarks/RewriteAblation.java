package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the rewrites before calibration bring on calibration samples that neither they nor the
 * ranges nor the biases have seen, those of half of the folds; run by ONNX Runtime. Arguments: job
 * files, and {@code key=value} settings for all of them. Variants that leave a model as it is are
 * left out.
 *
 * <p>Printed per variant: the mean over samples of the outputs' SQNR in dB and agreement with FP32
 * in percent, with and without bias correction; the largest difference of the rewritten
 * floating-point model from the given one, relative to the largest output; and on how many samples
 * Vernier's executor predicts what ONNX Runtime does.
 */
public final class RewriteAblation {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  /** Variants and their settings. */
  private static final Map<String, List<String>> VARIANTS = variants();

  /** Folds whose samples rewrites, ranges and biases are found on, and those that compare. */
  private static final Set<Integer> SEEN = Set.of(0, 1, 2, 3);

  private static final Set<Integer> HELD = Set.of(4, 5, 6, 7);

  private RewriteAblation() {}

  private static Map<String, List<String>> variants() {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    String equalized = "rewrites.equalization=always";
    variants.put("as given", List.of());
    variants.put("equalised", List.of(equalized));
    variants.put("high biases absorbed", List.of("rewrites.bias-absorption=always"));
    variants.put("both", List.of(equalized, "rewrites.bias-absorption=always"));
    variants.put("channels aligned", List.of("rewrites.channel-alignment=always"));
    for (double alpha : new double[] {0.25, 0.5, 0.75, 0.95}) {
      variants.put("SmoothQuant " + alpha, smooth(alpha, -1));
    }
    for (double alpha : new double[] {0.05, 0.5}) {
      variants.put("SmoothQuant of convolutions " + alpha, smooth(-1, alpha));
    }
    return variants;
  }

  private static List<String> smooth(double products, double convolutions) {
    return List.of(
        "rewrites.smooth-quant=always",
        "rewrites.smooth-quant-alpha=" + products,
        "rewrites.smooth-quant-convolution-alpha=" + convolutions);
  }

  /** Prints the rows of every job file. */
  public static void main(String[] args) throws Exception {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "quantization.method=mse",
                "rewrites.equalization=never",
                "rewrites.smooth-quant=never"));
    List<String> files = new ArrayList<>();
    for (String arg : args) {
      (arg.contains("=") ? settings : files).add(arg);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("expected arguments: job files, key=value settings");
    }
    System.out.println(
        "| model | variant | SQNR | agreement | corrected | agreement | FP32 | ORT |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (String file : files) {
      table(file, settings);
    }
  }

  private static void table(String file, List<String> settings) throws OrtException {
    Pipeline given = Pipeline.open(ConfigLoader.load(Path.of(file), settings));
    SampleSet all = variant(file, given, settings, List.of("refine.samples=1024")).refineSamples();
    SampleSet held = without(all, SEEN);
    SampleSet seen = without(given.refineSamples(), HELD);
    List<float[]> expected = run(given.model().prepared(), held);
    String prepared = PreparedModel.of(given.model().prepared()).digest();
    String model = Path.of(file).getFileName().toString().replace(".conf", "");
    for (Map.Entry<String, List<String>> one : VARIANTS.entrySet()) {
      Pipeline pipeline = variant(file, given, settings, one.getValue());
      pipeline = pipeline.rewritten(pipeline.rewrites(seen));
      if (one.getValue().isEmpty() || !pipeline.model().digest().equals(prepared)) {
        String cells = cells(pipeline, held, seen, expected);
        System.out.println("| " + model + " | " + one.getKey() + " | " + cells + " |");
      }
    }
  }

  private static Pipeline variant(
      String file, Pipeline given, List<String> settings, List<String> more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(more);
    return Pipeline.of(ConfigLoader.load(Path.of(file), all), given.model());
  }

  private static SampleSet without(SampleSet samples, Set<Integer> folds) {
    SampleSet kept = samples;
    for (int fold : folds) {
      kept = kept.withoutFold(fold);
    }
    return kept;
  }

  private static String cells(
      Pipeline pipeline, SampleSet held, SampleSet seen, List<float[]> expected)
      throws OrtException {
    StateSet states = pipeline.calibrate().states().onlyFolds(SEEN);
    QuantizedModel plain = pipeline.quantize(states);
    QuantizedModel corrected = pipeline.refine(plain, pipeline.settings(), seen).quantized();
    List<float[]> there = run(corrected.model(), held);
    return score(expected, run(plain.model(), held))
        + " | "
        + score(expected, there)
        + String.format(
            Locale.ROOT,
            " | %.1e | %d of %d",
            difference(expected, run(pipeline.model().prepared(), held)),
            same(there, runHere(corrected.model(), held)),
            held.size());
  }

  private static List<float[]> run(OnnxModel model, SampleSet samples) throws OrtException {
    List<float[]> outputs = new ArrayList<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = ORT.createSession(OnnxWriter.toBytes(model), options)) {
      for (Map<String, Tensor> inputs : samples.inputs()) {
        outputs.add(OrtRun.first(ORT, session, inputs));
      }
    }
    return outputs;
  }

  private static List<float[]> runHere(OnnxModel model, SampleSet samples) {
    InferenceSession session = EngineModel.load(model).newSession();
    return samples.inputs().stream()
        .map(inputs -> session.run(inputs).values().iterator().next().toFloats())
        .toList();
  }

  private static String score(List<float[]> expected, List<float[]> actual) {
    double decibels = 0;
    for (int i = 0; i < expected.size(); i++) {
      double signal = 0;
      double noise = 0;
      for (int j = 0; j < expected.get(i).length; j++) {
        double error = (double) expected.get(i)[j] - actual.get(i)[j];
        signal += (double) expected.get(i)[j] * expected.get(i)[j];
        noise += error * error;
      }
      decibels += 10 * StrictMath.log10(signal / Math.max(noise, signal * 1e-20));
    }
    double agreement = 100.0 * same(expected, actual) / expected.size();
    return String.format(Locale.ROOT, "%.2f dB | %.1f", decibels / expected.size(), agreement);
  }

  private static int same(List<float[]> one, List<float[]> other) {
    int same = 0;
    for (int i = 0; i < one.size(); i++) {
      same += Ablation.argmax(one.get(i)) == Ablation.argmax(other.get(i)) ? 1 : 0;
    }
    return same;
  }

  private static double difference(List<float[]> expected, List<float[]> actual) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < expected.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(expected.get(i)[j]));
        difference = Math.max(difference, Math.abs(expected.get(i)[j] - actual.get(i)[j]));
      }
    }
    return difference / largest;
  }
}
