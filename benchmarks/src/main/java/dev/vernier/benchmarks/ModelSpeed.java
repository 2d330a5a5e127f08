package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.StepTime;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorObserver;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.PreparedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whole models on one thread, side by side with ONNX Runtime in one JVM: the plain executor, with
 * minimum and maximum of every tensor a calibration observes, and with histograms too; the
 * geometric mean of the plain ratios at the end; and the bytes that a run allocates, plain and with
 * histograms. Arguments: {@code [--rounds N] [--warm-up SECONDS] [--batch N] [--plain] [--plan]
 * [--steps] MODEL.onnx...}; plain leaves the observers out, plan prints the steps, steps their
 * times.
 */
public final class ModelSpeed {
  private static final double SECONDS_A_ROUND = 0.1;
  private static final double LARGEST_DIFFERENCE = 1e-3;
  private static final int STEP_RUNS = 51;

  private int rounds = 15;
  private double warmUp = 6;
  private int batch = 1;
  private boolean observers = true;
  private boolean plan;
  private boolean steps;
  private final Kernels kernels = KernelsProvider.kernels();
  private final Interleaved.Work peak = Roofline.work(kernels);
  private final List<Double> ratios = new ArrayList<>();

  private ModelSpeed() {}

  public static void main(String[] args) {
    new ModelSpeed().run(args);
  }

  private void run(String[] args) {
    List<Path> models = parse(args);
    System.out.printf(
        "Java %s, %s kernels, batch %d, %d rounds, medians%n",
        Runtime.version(), kernels.name(), batch, rounds);
    System.out.printf(
        "%-28s %9s %9s %7s %9s %11s %10s %8s %8s %9s %9s%n",
        "model",
        "ORT ms",
        "ours ms",
        "ratio",
        "+ minmax",
        "+ histogram",
        "difference",
        "GFLOP/s",
        "of peak",
        "bytes",
        "observed");
    for (Path model : models) {
      try {
        measure(model);
      } catch (OrtException | VernierException | IllegalStateException e) {
        System.out.printf("%-28s failed: %s%n", model.getFileName(), e.getMessage());
      }
    }
    double logs = ratios.stream().mapToDouble(StrictMath::log).sum();
    System.out.printf(
        "geometric mean of %d ratios %.3f%n",
        ratios.size(), StrictMath.exp(logs / Math.max(1, ratios.size())));
  }

  private List<Path> parse(String[] args) {
    List<Path> models = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
        case "--batch" -> batch = Integer.parseInt(args[++i]);
        case "--plain" -> observers = false;
        case "--plan" -> plan = true;
        case "--steps" -> steps = true;
        default -> models.add(Path.of(args[i]));
      }
    }
    return models;
  }

  private void measure(Path file) throws OrtException {
    PreparedModel prepared = PreparedModel.load(file);
    EngineModel engine = prepared.engine();
    Map<String, Tensor> inputs = ModelInputs.of(file, engine.inputs(), batch);
    InferenceSession plain = engine.newSession();
    if (plan) {
      System.out.println(plain.describePlan(dims(inputs)));
    }
    Map<String, Tensor> results = plain.run(inputs);
    try (OrtModel ort = OrtModel.of(file)) {
      for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
        ort.input(e.getKey(), e.getValue());
      }
      for (Map.Entry<String, Tensor> e : results.entrySet()) {
        ort.output(e.getKey(), e.getValue());
      }
      List<Interleaved.Work> works = new ArrayList<>();
      works.add(peak);
      works.add(new Interleaved.Work("ORT", ort::run));
      Map<String, Tensor> reused = new HashMap<>(results);
      works.add(new Interleaved.Work("plain", () -> plain.run(inputs, null, reused)));
      if (observers) {
        works.addAll(watched(engine, prepared.observable(), inputs, reused));
      }
      Interleaved.warmUp(works, warmUp);
      List<Interleaved.Times> times = Interleaved.times(works, rounds, SECONDS_A_ROUND);
      int runs = steps ? STEP_RUNS : 1;
      List<StepTime> profile = plain.stepTimes(inputs, runs, Interleaved::now);
      double best = Roofline.gigaFlops(kernels, times.get(0).best());
      long[] bytes =
          works.stream().skip(2).mapToLong(w -> Allocation.bytesARun(w.body())).toArray();
      double difference = difference(ort, results);
      print(file.getFileName().toString(), times, profile, best, difference, bytes);
    }
  }

  private List<Interleaved.Work> watched(
      EngineModel engine,
      Set<String> observed,
      Map<String, Tensor> inputs,
      Map<String, Tensor> results) {
    InferenceSession session = engine.newSession(SessionOptions.defaults().withObserved(observed));
    TensorObserver minMax = Observers.minMax(kernels);
    Collecting histogram = new Collecting(observed, false);
    return List.of(
        new Interleaved.Work("minmax", () -> session.run(inputs, minMax, results)),
        new Interleaved.Work("histogram", () -> histogram.run(session, inputs, results)));
  }

  private void print(
      String model,
      List<Interleaved.Times> times,
      List<StepTime> profile,
      double peakSpeed,
      double difference,
      long[] bytes) {
    double ort = times.get(1).median();
    double ours = times.get(2).median();
    double flops = 2.0 * profile.stream().mapToLong(StepTime::multiplyAdds).sum();
    double speed = flops / ours / 1e9;
    System.out.printf(
        "%-28s %9.3f %9.3f %7.2f %9.2f %11.2f %10.1e %8.1f %7.0f%% %9d %9s%n",
        model,
        ort * 1e3,
        ours * 1e3,
        ours / ort,
        observers ? times.get(3).median() / ort : Double.NaN,
        observers ? times.get(4).median() / ort : Double.NaN,
        difference,
        speed,
        100 * speed / peakSpeed,
        bytes[0],
        observers ? bytes[2] : "-");
    ratios.add(ours / ort);
    if (steps) {
      printSteps(profile, peakSpeed);
    }
  }

  private static void printSteps(List<StepTime> profile, double peakSpeed) {
    double total = profile.stream().mapToDouble(StepTime::seconds).sum();
    System.out.printf(
        "  %9s %6s %8s %8s  step; total %.3f ms, peak %.0f GFLOP/s%n",
        "us", "share", "GFLOP/s", "of peak", total * 1e3, peakSpeed);
    for (StepTime step : profile) {
      double speed = 2.0 * step.multiplyAdds() / step.seconds() / 1e9;
      System.out.printf(
          "  %9.1f %5.1f%% %8.1f %7.0f%%  %s%n",
          step.seconds() * 1e6,
          100 * step.seconds() / total,
          speed,
          100 * speed / peakSpeed,
          step.step());
    }
  }

  private static Map<String, int[]> dims(Map<String, Tensor> inputs) {
    Map<String, int[]> dims = new HashMap<>();
    inputs.forEach((name, tensor) -> dims.put(name, tensor.dims()));
    return dims;
  }

  /** Largest difference of any output, relative to the largest output; fails if it is gross. */
  private static double difference(OrtModel ort, Map<String, Tensor> results) {
    ort.run();
    double largest = 0;
    double difference = 0;
    for (Map.Entry<String, Tensor> e : results.entrySet()) {
      Tensor expected = ort.result(e.getKey(), e.getValue());
      for (int i = 0; i < expected.size(); i++) {
        largest = Math.max(largest, Math.abs(expected.doubleAt(i)));
        double distance = Math.abs(expected.doubleAt(i) - e.getValue().doubleAt(i));
        difference = Math.max(difference, distance);
      }
    }
    double relative = difference / largest;
    if (!(relative < LARGEST_DIFFERENCE)) {
      throw new IllegalStateException("results differ from ONNX Runtime's by " + relative);
    }
    return relative;
  }
}
