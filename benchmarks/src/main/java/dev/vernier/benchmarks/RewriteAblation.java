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
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the rewrites before calibration bring on calibration samples that neither they nor the
 * ranges nor the biases have seen, those of half of the folds; run by ONNX Runtime. Arguments: job
 * files, and {@code key=value} settings for all of them.
 *
 * <p>Printed per variant: the mean over samples of the outputs' SQNR in dB and agreement with FP32
 * in percent, with and without bias correction; the largest difference of the rewritten
 * floating-point model from the given one, relative to the largest output; and on how many samples
 * Vernier's executor predicts what ONNX Runtime does.
 */
public final class RewriteAblation {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  /** Variants and their settings, on top of those of the first. */
  private static final Map<String, List<String>> VARIANTS =
      new TreeMap<>(
          Map.of(
              "0 as given", List.of(),
              "1 equalised", List.of("rewrites.equalization=always"),
              "2 SmoothQuant 0.25", smooth(0.25),
              "3 SmoothQuant 0.5", smooth(0.5),
              "4 SmoothQuant 0.75", smooth(0.75),
              "5 SmoothQuant 0.95", smooth(0.95),
              "6 SmoothQuant of convolutions, 0.05",
                  List.of(
                      "rewrites.smooth-quant=always",
                      "rewrites.smooth-quant-alpha=-1",
                      "rewrites.smooth-quant-convolution-alpha=0.05")));

  /** Folds whose samples rewrites, ranges and biases are found on, and those that compare. */
  private static final Set<Integer> SEEN = Set.of(0, 1, 2, 3);

  private static final Set<Integer> HELD = Set.of(4, 5, 6, 7);

  private RewriteAblation() {}

  private static List<String> smooth(double alpha) {
    return List.of("rewrites.smooth-quant=always", "rewrites.smooth-quant-alpha=" + alpha);
  }

  /** Prints the rows of every job file. */
  public static void main(String[] args) throws Exception {
    List<String> settings = new ArrayList<>(List.of("quantization.method=mse"));
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
    String model = Path.of(file).getFileName().toString().replace(".conf", "");
    for (Map.Entry<String, List<String>> one : VARIANTS.entrySet()) {
      Pipeline pipeline = variant(file, given, settings, one.getValue());
      pipeline = pipeline.rewritten(pipeline.rewrites(seen));
      String name = one.getKey().substring(2);
      System.out.println(
          "| " + model + " | " + name + " | " + cells(pipeline, held, seen, expected) + " |");
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
