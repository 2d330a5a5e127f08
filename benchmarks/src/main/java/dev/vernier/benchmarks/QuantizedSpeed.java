package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.StepTime;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.PreparedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantized models beside the FP32 model they were made from, in this executor and in ONNX Runtime,
 * at batch 1 on one thread. Arguments: {@code [--rounds N] [--warm-up SECONDS] [--steps] FP32.onnx
 * QUANTIZED.onnx...}
 */
public final class QuantizedSpeed {
  private static final double SECONDS_A_ROUND = 0.1;
  private static final int STEP_RUNS = 30;

  private int rounds = 15;
  private double warmUp = 5;
  private boolean steps;
  private final List<Path> models = new ArrayList<>();
  private final List<Interleaved.Work> works = new ArrayList<>();
  private final List<InferenceSession> sessions = new ArrayList<>();
  private Map<String, Tensor> inputs;

  private QuantizedSpeed() {}

  public static void main(String[] args) throws OrtException {
    QuantizedSpeed program = new QuantizedSpeed();
    program.parse(args);
    program.measure();
  }

  private void parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
        case "--steps" -> steps = true;
        default -> models.add(Path.of(args[i]));
      }
    }
    if (models.size() < 2) {
      throw new IllegalArgumentException("expected the FP32 model and at least one quantized");
    }
  }

  private void measure() throws OrtException {
    for (Path file : models) {
      add(file, sessions.isEmpty());
    }
    Interleaved.warmUp(works, warmUp);
    double[] times = Interleaved.medians(works, rounds, SECONDS_A_ROUND);
    System.out.printf(
        "Java %s, %s kernels, %d rounds, medians%n",
        Runtime.version(), KernelsProvider.kernels().name(), rounds);
    System.out.printf(
        "%-44s %9s %9s %10s %12s %9s%n",
        "model", "ORT ms", "ours ms", "ours/FP32", "ours/ORT32", "ratio");
    for (int i = 0; i < models.size(); i++) {
      double ort = times[2 * i];
      double ours = times[2 * i + 1];
      System.out.printf(
          "%-44s %9.3f %9.3f %10.2f %12.2f %9.2f%n",
          models.get(i).getFileName(),
          ort * 1e3,
          ours * 1e3,
          ours / times[1],
          ours / times[0],
          ours / ort);
    }
    for (int i = 0; steps && i < models.size(); i++) {
      System.out.println(models.get(i));
      printSteps(sessions.get(i).stepTimes(inputs, STEP_RUNS, Interleaved::now));
    }
  }

  /** Adds both executors' runs of a model. */
  private void add(Path file, boolean prepare) throws OrtException {
    EngineModel model =
        prepare ? PreparedModel.load(file).engine() : EngineModel.load(OnnxReader.read(file));
    inputs = inputs == null ? ModelInputs.of(model.inputs(), 1) : inputs;
    InferenceSession session = model.newSession();
    Map<String, Tensor> results = new HashMap<>(session.run(inputs));
    OrtModel ort = OrtModel.of(file);
    for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
      ort.input(e.getKey(), e.getValue());
    }
    for (Map.Entry<String, Tensor> e : results.entrySet()) {
      ort.output(e.getKey(), e.getValue());
    }
    sessions.add(session);
    works.add(new Interleaved.Work(file + " in ONNX Runtime", ort::run));
    works.add(new Interleaved.Work(file.toString(), () -> session.run(inputs, null, results)));
  }

  private static void printSteps(List<StepTime> profile) {
    double total = profile.stream().mapToDouble(StepTime::seconds).sum();
    for (StepTime step : profile) {
      System.out.printf(
          "  %9.1f us %5.1f%%  %s%n",
          step.seconds() * 1e6, 100 * step.seconds() / total, step.step());
    }
  }
}
