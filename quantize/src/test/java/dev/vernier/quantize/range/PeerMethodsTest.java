package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.quantize.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compatible methods give, bit for bit, what the other systems gave for the same histograms;
 * {@code peers.txt} names their versions.
 */
class PeerMethodsTest {

  private static final int CODES = 256;

  /** A histogram and the other system's answer: a bound on magnitudes, or two bounds. */
  private record Case(
      String method, String shape, LinearBins histogram, float min, float max, float[] expected) {
    @Override
    public String toString() {
      return method + " " + shape + " " + histogram.size();
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = PeerMethodsTest.class.getResourceAsStream("peers.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(PeerMethodsTest::parse)
          .toList()
          .stream();
    }
  }

  private static Case parse(String line) {
    String[] halves = line.split(" : ");
    String[] head = halves[0].split(" ");
    float[] expected = new float[head.length - 6];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Float.parseFloat(head[i + 6]);
    }
    LinearBins histogram =
        new LinearBins(counts(halves[1]), Float.parseFloat(head[2]), Float.parseFloat(head[3]));
    return new Case(
        head[0],
        head[1],
        histogram,
        Float.parseFloat(head[4]),
        Float.parseFloat(head[5]),
        expected);
  }

  private static double[] counts(String text) {
    List<Double> counts = new ArrayList<>();
    for (String run : text.split(" ")) {
      int times = run.indexOf('*');
      int repeat = times < 0 ? 1 : Integer.parseInt(run.substring(0, times));
      for (int i = 0; i < repeat; i++) {
        counts.add(Double.parseDouble(run.substring(times + 1)));
      }
    }
    return counts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreeBitForBit(Case given) {
    float[] expected = given.expected;
    if (given.method.startsWith("tensorrt")) {
      assertThat(bound(given)).isEqualTo(expected[0]);
    } else {
      assertThat(range(given)).isEqualTo(new Range(expected[0], expected[1]));
    }
  }

  private static float bound(Case given) {
    LinearBins histogram = given.histogram;
    return switch (given.method) {
      case "tensorrt-entropy" ->
          histogram.edge(TensorRtEntropySolver.bins(histogram.counts(), CODES / 2));
      case "tensorrt-percentile" -> histogram.edge(histogram.firstReaching(99.99 / 100));
      case "tensorrt-mse" -> TensorRtMseSolver.bound(histogram);
      default -> throw new IllegalArgumentException(given.method);
    };
  }

  private static Range range(Case given) {
    LinearBins histogram = given.histogram;
    return switch (given.method) {
      case "torch-histogram" -> TorchHistogramSolver.solve(histogram, CODES);
      case "ort-percentile" -> OrtPercentileSolver.solve(histogram, 99.99, given.min, given.max);
      case "ort-entropy-128" -> OrtEntropySolver.solve(histogram, given.min, given.max);
      case "tflite-percentile" -> TfLitePercentileSolver.solve(tfLite(given), 0.001, 99.999);
      case "tflite-mse-bruteforce" -> TfLiteBruteForceSolver.solve(tfLite(given));
      case "tflite-mse-max-frequency" ->
          TfLiteExpansionSolver.solve(tfLite(given), tfLite(given).fullest());
      case "tflite-mse-symmetric" ->
          TfLiteExpansionSolver.solve(tfLite(given), histogram.size() / 2);
      default -> throw new IllegalArgumentException(given.method);
    };
  }

  private static TfLiteHistogram tfLite(Case given) {
    LinearBins histogram = given.histogram;
    double width = ((double) histogram.high() - histogram.low()) / histogram.size();
    return new TfLiteHistogram(histogram.counts(), histogram.low(), width);
  }
}
