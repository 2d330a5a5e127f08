package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.stats.Folds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares whole models quantized by different range methods with the floating-point model, without
 * labels, on calibration samples whose statistics did not choose the ranges: those of one fold.
 */
public final class RangeChooser {
  /** The methods that {@code auto} compares; of equal ones the first is taken. */
  public static final List<String> CANDIDATES = List.of("mse", "sqnr", "percentile", "mean-minmax");

  /** The fold whose samples compare. */
  public static final int HOLD_OUT = Folds.COUNT - 1;

  /** Outputs that are equal count as this many decibels. */
  private static final double EQUAL = 200;

  private final List<Map<String, Tensor>> samples;
  private final List<List<float[]>> expected;

  /** A chooser that has run the floating-point model on the samples. */
  RangeChooser(EngineModel reference, List<Map<String, Tensor>> samples) {
    this.samples = samples;
    this.expected = run(reference);
  }

  /** The folds whose statistics choose the ranges of candidates. */
  static Set<Integer> solvingFolds() {
    return IntStream.range(0, Folds.COUNT)
        .filter(fold -> fold != HOLD_OUT)
        .boxed()
        .collect(Collectors.toSet());
  }

  /** How a candidate does. */
  RangeChoice.Score score(String method, OnnxModel candidate) {
    List<List<float[]>> actual = run(EngineModel.load(candidate));
    double decibels = 0;
    double same = 0;
    for (int i = 0; i < samples.size(); i++) {
      decibels += decibels(expected.get(i), actual.get(i));
      same += largest(expected.get(i)) == largest(actual.get(i)) ? 1 : 0;
    }
    return new RangeChoice.Score(method, decibels / samples.size(), same / samples.size());
  }

  private List<List<float[]>> run(EngineModel model) {
    InferenceSession session = model.newSession();
    List<List<float[]>> outputs = new ArrayList<>();
    for (Map<String, Tensor> sample : samples) {
      List<float[]> kept = new ArrayList<>();
      for (Tensor output : session.run(sample).values()) {
        if (output.type().isFloatingPoint()) {
          kept.add(output.toFloats());
        }
      }
      outputs.add(kept);
    }
    return outputs;
  }

  /** Over all outputs of a sample; nothing is worth less than no signal at all. */
  private static double decibels(List<float[]> expected, List<float[]> actual) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < expected.size(); i++) {
      float[] reference = expected.get(i);
      float[] candidate = actual.get(i);
      for (int j = 0; j < reference.length; j++) {
        double difference = (double) reference[j] - candidate[j];
        signal += (double) reference[j] * reference[j];
        noise += difference * difference;
      }
    }
    if (noise == 0) {
      return EQUAL;
    }
    double ratio = signal / noise;
    return ratio >= 1 ? Math.min(EQUAL, 10 * StrictMath.log10(ratio)) : 0;
  }

  private static int largest(List<float[]> outputs) {
    float[] scores = outputs.isEmpty() ? new float[1] : outputs.get(0);
    int largest = 0;
    for (int i = 1; i < scores.length; i++) {
      largest = scores[i] > scores[largest] ? i : largest;
    }
    return largest;
  }
}
