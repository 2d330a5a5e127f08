package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.io.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Quantized models of ours and of another tool in ONNX Runtime at batch 1: latency on one and two
 * threads, run in turns, the share of convolutions and matrix products that its profile shows as
 * integer kernels, and file sizes. Arguments: {@code [--rounds N] [--warm-up SECONDS]} and triples
 * {@code FP32.onnx OURS.onnx THEIRS.onnx}.
 */
public final class RuntimeComparison {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();
  private static final double SECONDS_A_ROUND = 0.1;

  private static final Set<String> INTEGER =
      Set.of(
          "QLinearConv",
          "QLinearMatMul",
          "QGemm",
          "ConvInteger",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "DynamicQuantizeMatMul");

  private static final Set<String> FLOAT =
      Set.of(
          "Conv",
          "FusedConv",
          "NhwcFusedConv",
          "ConvTranspose",
          "MatMul",
          "FusedMatMul",
          "TransposeMatMul",
          "Gemm",
          "FusedGemm",
          "GemmFastGelu");

  private int rounds = 15;
  private double warmUp = 2;

  private RuntimeComparison() {}

  /** Prints a line for every triple. */
  public static void main(String[] args) throws Exception {
    RuntimeComparison program = new RuntimeComparison();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> program.rounds = Integer.parseInt(args[++i]);
        case "--warm-up" -> program.warmUp = Double.parseDouble(args[++i]);
        default -> files.add(Path.of(args[i]));
      }
    }
    if (files.isEmpty() || files.size() % 3 != 0) {
      throw new IllegalArgumentException("expected triples FP32.onnx OURS.onnx THEIRS.onnx");
    }
    System.out.println(
        "| model | integer kernels | size | theirs: integer kernels | size | 1 thread: ours/theirs |"
            + " best runs | 2 threads: ours/theirs | best runs | ours/FP32 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < files.size(); i += 3) {
      program.print(files.get(i), files.get(i + 1), files.get(i + 2));
    }
  }

  private void print(Path exact, Path ours, Path theirs) throws Exception {
    Map<String, Tensor> inputs =
        ModelInputs.of(EngineModel.load(OnnxReader.read(exact)).inputs(), 1);
    List<Interleaved.Times> one = times(List.of(ours, theirs, exact), inputs, 1);
    List<Interleaved.Times> two = times(List.of(ours, theirs), inputs, 2);
    double bytes = Files.size(exact);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
        exact.getFileName().toString().replace(".onnx", ""),
        integerShare(ours, inputs),
        Files.size(ours) / bytes,
        integerShare(theirs, inputs),
        Files.size(theirs) / bytes,
        one.get(0).median() / one.get(1).median(),
        one.get(0).best() / one.get(1).best(),
        two.get(0).median() / two.get(1).median(),
        two.get(0).best() / two.get(1).best(),
        one.get(0).median() / one.get(2).median());
  }

  private List<Interleaved.Times> times(List<Path> files, Map<String, Tensor> inputs, int threads)
      throws OrtException {
    List<Interleaved.Work> works = new ArrayList<>();
    for (Path file : files) {
      OrtSession session = ORT.createSession(file.toString(), options(threads));
      Map<String, OnnxTensor> fed = new HashMap<>();
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        fed.put(input.getKey(), OrtRun.feed(ORT, input.getValue()));
      }
      works.add(new Interleaved.Work(file.toString(), () -> run(session, fed)));
    }
    Interleaved.warmUp(works, warmUp);
    return Interleaved.times(works, rounds, SECONDS_A_ROUND);
  }

  private static void run(OrtSession session, Map<String, OnnxTensor> inputs) {
    try {
      session.run(inputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    return options;
  }

  /** Integer kernels among the convolutions and products that one run executes. */
  private static String integerShare(Path file, Map<String, Tensor> inputs)
      throws OrtException, IOException {
    Path prefix = Files.createTempDirectory("profile").resolve("ort");
    OrtSession.SessionOptions options = options(1);
    options.enableProfiling(prefix.toString());
    try (OrtSession session = ORT.createSession(file.toString(), options)) {
      OrtRun.all(ORT, session, inputs);
      Path profile = Path.of(session.endProfiling());
      JsonNode events = new ObjectMapper().readTree(profile.toFile());
      Files.delete(profile);
      Files.delete(prefix.getParent());
      return share(events);
    }
  }

  private static String share(JsonNode events) {
    int integer = 0;
    int all = 0;
    for (JsonNode event : events) {
      String type = event.path("args").path("op_name").asText();
      if (event.path("name").asText().endsWith("_kernel_time")) {
        integer += INTEGER.contains(type) ? 1 : 0;
        all += INTEGER.contains(type) || FLOAT.contains(type) ? 1 : 0;
      }
    }
    return String.format(Locale.ROOT, "%d of %d (%.0f %%)", integer, all, 100.0 * integer / all);
  }
}
