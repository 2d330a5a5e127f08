package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorObserver;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.pipeline.PreparedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Whole models at batch 1 on one thread, side by side with ONNX Runtime in one JVM: the plain
 * executor, with minimum and maximum of every tensor a calibration observes, and with histograms
 * too. Arguments: {@code [--rounds N] [--warm-up SECONDS] [--plan] MODEL.onnx...}
 */
public final class ModelSpeed {
  private static final double SECONDS_A_ROUND = 0.1;
  private static final double LARGEST_DIFFERENCE = 1e-3;

  private int rounds = 15;
  private double warmUp = 6;
  private boolean plan;

  private ModelSpeed() {}

  public static void main(String[] args) throws OrtException {
    ModelSpeed program = new ModelSpeed();
    List<Path> models = program.parse(args);
    Kernels kernels = KernelsProvider.kernels();
    System.out.printf(
        "Java %s, %s kernels, peak %.0f GFLOP/s, %d rounds, medians%n",
        Runtime.version(), kernels.name(), Roofline.measure(kernels), program.rounds);
    System.out.printf(
        "%-28s %9s %9s %7s %9s %11s %10s%n",
        "model", "ORT ms", "ours ms", "ratio", "+ minmax", "+ histogram", "difference");
    for (Path model : models) {
      program.measure(model, kernels);
    }
  }

  private List<Path> parse(String[] args) {
    List<Path> models = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
        case "--plan" -> plan = true;
        default -> models.add(Path.of(args[i]));
      }
    }
    return models;
  }

  private void measure(Path file, Kernels kernels) throws OrtException {
    PreparedModel prepared = PreparedModel.load(file);
    EngineModel engine = prepared.engine();
    Map<String, Tensor> inputs = inputs(engine, new Random(1));
    Set<String> observed = prepared.observable();
    InferenceSession plain = engine.newSession();
    InferenceSession watched = engine.newSession(SessionOptions.defaults().withObserved(observed));
    if (plan) {
      System.out.println(plain.describePlan(dims(inputs)));
    }
    Map<String, Tensor> results = plain.run(inputs);
    try (OrtModel ort = new OrtModel(file)) {
      for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
        ort.input(e.getKey(), e.getValue().floats(), longs(e.getValue().dims()));
      }
      for (Map.Entry<String, Tensor> e : results.entrySet()) {
        ort.output(e.getKey(), longs(e.getValue().dims()));
      }
      Map<String, Tensor> reused = new HashMap<>(results);
      List<Interleaved.Work> works =
          List.of(
              new Interleaved.Work("ORT", ort::run),
              new Interleaved.Work("plain", () -> plain.run(inputs, null, reused)),
              work("minmax", watched, inputs, Observers.minMax(kernels), reused),
              work("histogram", watched, inputs, Observers.histogram(kernels), reused));
      Interleaved.warmUp(works, warmUp);
      double[] t = Interleaved.medians(works, rounds, SECONDS_A_ROUND);
      System.out.printf(
          "%-28s %9.3f %9.3f %7.2f %9.2f %11.2f %10.1e%n",
          file.getFileName(),
          t[0] * 1e3,
          t[1] * 1e3,
          t[1] / t[0],
          t[2] / t[0],
          t[3] / t[0],
          difference(ort, results));
    }
  }

  private static Interleaved.Work work(
      String name,
      InferenceSession session,
      Map<String, Tensor> inputs,
      TensorObserver observer,
      Map<String, Tensor> results) {
    return new Interleaved.Work(name, () -> session.run(inputs, observer, results));
  }

  /** Noise of an image's usual magnitude; free dimensions are 1. */
  private static Map<String, Tensor> inputs(EngineModel engine, Random random) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (ValueInfo input : engine.inputs()) {
      if (input.type().elementType() != DataType.FLOAT) {
        throw new IllegalArgumentException("input " + input.name() + " is no float tensor");
      }
      int[] dims = input.type().shape().stream().mapToInt(ModelSpeed::size).toArray();
      Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
      for (int i = 0; i < tensor.size(); i++) {
        tensor.floats()[i] = (float) random.nextGaussian();
      }
      inputs.put(input.name(), tensor);
    }
    return inputs;
  }

  private static int size(Dim dim) {
    return (int) Math.max(1, dim.value());
  }

  private static Map<String, int[]> dims(Map<String, Tensor> inputs) {
    Map<String, int[]> dims = new HashMap<>();
    inputs.forEach((name, tensor) -> dims.put(name, tensor.dims()));
    return dims;
  }

  private static long[] longs(int[] dims) {
    return java.util.Arrays.stream(dims).asLongStream().toArray();
  }

  /** Largest difference of any output, relative to the largest output; fails if it is gross. */
  private static double difference(OrtModel ort, Map<String, Tensor> results) {
    ort.run();
    double largest = 0;
    double difference = 0;
    for (Map.Entry<String, Tensor> e : results.entrySet()) {
      float[] expected = ort.result(e.getKey());
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs(expected[i] - e.getValue().floats()[i]));
      }
    }
    double relative = difference / largest;
    if (!(relative < LARGEST_DIFFERENCE)) {
      throw new IllegalStateException("results differ from ONNX Runtime's by " + relative);
    }
    return relative;
  }
}
