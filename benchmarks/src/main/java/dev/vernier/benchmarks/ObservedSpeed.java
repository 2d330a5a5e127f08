package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
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
 * What observing costs, at batch 1 on one thread, as multiples of ONNX Runtime's bare inference in
 * the same run: the plain executor; with minimum and maximum of every tensor that a calibration
 * observes; with states of minimum, maximum and histogram; with all that a calibration collects by
 * default; and the usual way, ONNX Runtime with those tensors as outputs and the same states made
 * from them, read from buffers that it writes into or from the copies that its API returns.
 * Arguments: {@code [--rounds N] [--warm-up SECONDS] MODEL.onnx...}
 */
public final class ObservedSpeed {
  private static final double SECONDS_A_ROUND = 0.1;
  private static final int ORT = 0;
  private static final int HISTOGRAM = 3;
  private static final int PINNED = 5;
  private static final int RETURNED = 6;

  private int rounds = 15;
  private double warmUp = 6;
  private final Kernels kernels = KernelsProvider.kernels();

  private ObservedSpeed() {}

  public static void main(String[] args) {
    new ObservedSpeed().run(args);
  }

  private void run(String[] args) {
    List<Path> models = parse(args);
    System.out.printf(
        "Java %s, %s kernels, %d rounds, medians; multiples of ORT's time%n",
        Runtime.version(), kernels.name(), rounds);
    System.out.printf(
        "%-28s %8s %8s %7s %8s %10s %10s %10s %10s %16s%n",
        "model",
        "values",
        "ORT ms",
        "plain",
        "minmax",
        "histogram",
        "calibrate",
        "ORT pinned",
        "returned",
        "times as fast");
    for (Path model : models) {
      try {
        measure(model);
      } catch (OrtException | VernierException | IllegalStateException e) {
        System.out.printf("%-28s failed: %s%n", model.getFileName(), e.getMessage());
      }
    }
  }

  private List<Path> parse(String[] args) {
    List<Path> models = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--warm-up" -> warmUp = Double.parseDouble(args[++i]);
        default -> models.add(Path.of(args[i]));
      }
    }
    return models;
  }

  private void measure(Path file) throws OrtException {
    PreparedModel prepared = PreparedModel.load(file);
    Map<String, Tensor> inputs = ModelInputs.of(file, prepared.engine().inputs(), 1);
    Map<String, Tensor> results = prepared.engine().newSession().run(inputs);
    Map<String, Tensor> observed = observed(prepared, inputs);
    try (OrtModel bare = OrtModel.of(file);
        OrtModel exposed = OrtModel.of(ExposedModel.of(prepared, observed.keySet()))) {
      for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
        bare.input(e.getKey(), e.getValue());
        exposed.input(e.getKey(), e.getValue());
      }
      for (Map.Entry<String, Tensor> e : results.entrySet()) {
        bare.output(e.getKey(), e.getValue());
      }
      for (Map.Entry<String, Tensor> e : observed.entrySet()) {
        exposed.output(e.getKey(), e.getValue());
      }
      List<Interleaved.Work> works = new ArrayList<>();
      works.add(new Interleaved.Work("ORT", bare::run));
      works.addAll(ours(prepared, inputs, results));
      UsualWay usual = new UsualWay(exposed, observed.keySet());
      works.add(new Interleaved.Work("pinned", usual::pinned));
      works.add(new Interleaved.Work("returned", usual::returned));
      Interleaved.warmUp(works, warmUp);
      print(file, values(observed), Interleaved.times(works, rounds, SECONDS_A_ROUND));
    }
  }

  /** Copies of what is observed in one run, but for the inputs: those a user has already. */
  private static Map<String, Tensor> observed(PreparedModel model, Map<String, Tensor> inputs) {
    Set<String> names = model.observable();
    Map<String, Tensor> observed = new HashMap<>();
    InferenceSession session =
        model.engine().newSession(SessionOptions.defaults().withObserved(names));
    session.run(
        inputs,
        (name, view) -> {
          float[] values = new float[view.samples() * view.sampleSize()];
          for (int s = 0; s < view.samples(); s++) {
            view.copyTo(s, values, s * view.sampleSize());
          }
          observed.put(name, Tensor.of(values, view.dims()));
        });
    observed.keySet().removeAll(inputs.keySet());
    return observed;
  }

  private static long values(Map<String, Tensor> observed) {
    return observed.values().stream().mapToLong(Tensor::size).sum();
  }

  private List<Interleaved.Work> ours(
      PreparedModel model, Map<String, Tensor> inputs, Map<String, Tensor> results) {
    EngineModel engine = model.engine();
    Set<String> names = model.observable();
    InferenceSession plain = engine.newSession();
    InferenceSession watched = engine.newSession(SessionOptions.defaults().withObserved(names));
    TensorObserver minMax = Observers.minMax(kernels);
    Collecting histogram = new Collecting(names, false);
    Collecting all = new Collecting(names, true);
    return List.of(
        new Interleaved.Work("plain", () -> plain.run(inputs, null, results)),
        new Interleaved.Work("minmax", () -> watched.run(inputs, minMax, results)),
        new Interleaved.Work("histogram", () -> histogram.run(watched, inputs, results)),
        new Interleaved.Work("calibrate", () -> all.run(watched, inputs, results)));
  }

  private static void print(Path file, long values, List<Interleaved.Times> times) {
    double ort = times.get(ORT).median();
    System.out.printf("%-28s %7.2fM %8.3f", file.getFileName(), values / 1e6, ort * 1e3);
    String[] formats = {" %7.2f", " %8.2f", " %10.2f", " %10.2f", " %10.2f", " %10.2f"};
    for (int i = 1; i < times.size(); i++) {
      System.out.printf(formats[i - 1], times.get(i).median() / ort);
    }
    double ours = times.get(HISTOGRAM).median();
    System.out.printf(
        " %7.2f %8.2f%n", times.get(PINNED).median() / ours, times.get(RETURNED).median() / ours);
  }
}
