package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.PreparedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whole models on realistic inputs against ONNX Runtime: the largest difference of every output,
 * for the model as written and as prepared for calibration. Arguments: a folder of models, and
 * perhaps names of models without their ending.
 */
public final class ModelAgreement {
  /** Largest difference allowed, as a share of an output's range. */
  static final double TOLERANCE = 1e-4;

  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  /**
   * How far an output is from ONNX Runtime's over all inputs tried.
   *
   * @param smallest smallest value of ONNX Runtime's
   * @param largest largest value of ONNX Runtime's
   * @param distance largest distance of the model as written
   * @param preparedDistance the same of the prepared model
   */
  record Row(
      String model,
      int runs,
      String output,
      double smallest,
      double largest,
      double distance,
      double preparedDistance) {
    double range() {
      return largest > smallest ? largest - smallest : Math.abs(largest);
    }

    /** The largest distance as a share of the range. */
    double written() {
      return distance / range();
    }

    double prepared() {
      return preparedDistance / range();
    }

    boolean agrees() {
      return written() <= TOLERANCE && prepared() <= TOLERANCE;
    }
  }

  private ModelAgreement() {}

  public static void main(String[] args) throws OrtException, IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "../shared/models");
    List<String> models = args.length > 1 ? List.of(args).subList(1, args.length) : names(folder);
    System.out.printf(
        "%-28s %5s %-18s %10s %10s %10s%n",
        "model", "runs", "output", "range", "written", "prepared");
    int disagreeing = 0;
    for (String model : models) {
      for (Row row : measure(folder.resolve(model + ".onnx"))) {
        System.out.printf(
            "%-28s %5d %-18s %10.3g %10.1e %10.1e%s%n",
            row.model,
            row.runs,
            row.output,
            row.range(),
            row.written(),
            row.prepared(),
            row.agrees() ? "" : "  DIFFERS");
        disagreeing += row.agrees() ? 0 : 1;
      }
    }
    System.out.printf("%d outputs differ by more than %.0e%n", disagreeing, TOLERANCE);
    System.exit(disagreeing == 0 ? 0 : 1);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(p -> p.getFileName().toString())
          .filter(name -> name.endsWith(".onnx"))
          .map(name -> name.substring(0, name.length() - ".onnx".length()))
          .sorted()
          .toList();
    }
  }

  /** A row for each output of a model that {@link RealisticInputs} knows. */
  static List<Row> measure(Path file) throws OrtException {
    String name = file.getFileName().toString().replaceFirst("\\.onnx$", "");
    List<InputSequence> sequences = RealisticInputs.of(name);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException(name + ": no inputs are known for this model");
    }
    InferenceSession written = EngineModel.load(OnnxReader.read(file)).newSession();
    InferenceSession prepared = PreparedModel.load(file).engine().newSession();
    Map<String, Row> rows = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = quiet();
        OrtSession session = ORT.createSession(file.toString(), options)) {
      for (InputSequence sequence : sequences) {
        List<Map<String, Tensor>> expected = run(sequence, in -> OrtRun.all(ORT, session, in));
        List<Map<String, Tensor>> first = run(sequence, written::run);
        List<Map<String, Tensor>> second = run(sequence, prepared::run);
        for (String output : expected.get(0).keySet()) {
          Row row = row(name, output, expected, first, second);
          rows.merge(output, row, ModelAgreement::both);
        }
      }
    }
    return List.copyOf(rows.values());
  }

  private static OrtSession.SessionOptions quiet() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  private static Row row(
      String model,
      String output,
      List<Map<String, Tensor>> expected,
      List<Map<String, Tensor>> written,
      List<Map<String, Tensor>> prepared) {
    return new Row(
        model,
        expected.size(),
        output,
        values(output, expected).min().orElseThrow(),
        values(output, expected).max().orElseThrow(),
        difference(output, expected, written),
        difference(output, expected, prepared));
  }

  private static Row both(Row a, Row b) {
    return new Row(
        a.model,
        a.runs + b.runs,
        a.output,
        Math.min(a.smallest, b.smallest),
        Math.max(a.largest, b.largest),
        Math.max(a.distance, b.distance),
        Math.max(a.preparedDistance, b.preparedDistance));
  }

  private interface Runner {
    Map<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException;
  }

  private static List<Map<String, Tensor>> run(InputSequence sequence, Runner runner)
      throws OrtException {
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (Map<String, Tensor> given : sequence.runs()) {
      Map<String, Tensor> inputs = new HashMap<>(given);
      if (!results.isEmpty()) {
        Map<String, Tensor> before = results.get(results.size() - 1);
        sequence.feedback().forEach((input, output) -> inputs.put(input, before.get(output)));
      }
      results.add(runner.run(inputs));
    }
    return results;
  }

  private static DoubleStream values(String output, List<Map<String, Tensor>> results) {
    return results.stream()
        .map(result -> result.get(output))
        .flatMapToDouble(t -> IntStream.range(0, t.size()).mapToDouble(t::doubleAt));
  }

  /** Infinite where shapes or types differ or only one of two values is a number. */
  private static double difference(
      String output, List<Map<String, Tensor>> expected, List<Map<String, Tensor>> actual) {
    double largest = 0;
    for (int run = 0; run < expected.size(); run++) {
      Tensor e = expected.get(run).get(output);
      Tensor a = actual.get(run).get(output);
      if (e.type() != a.type() || !java.util.Arrays.equals(e.dims(), a.dims())) {
        return Double.POSITIVE_INFINITY;
      }
      for (int i = 0; i < e.size(); i++) {
        double distance = Math.abs(e.doubleAt(i) - a.doubleAt(i));
        largest = Math.max(largest, distance >= 0 ? distance : Double.POSITIVE_INFINITY);
      }
    }
    return largest;
  }
}
