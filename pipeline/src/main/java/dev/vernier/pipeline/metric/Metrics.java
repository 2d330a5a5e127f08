package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The list of metrics; a new one is one class and one line here. */
public final class Metrics {
  private static final Map<String, Function<ValidationConfig, Metric>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("agreement", config -> new Agreement());
    ALL.put("mcnemar", config -> new PairedTest());
    ALL.put("sqnr", config -> new OutputSqnr());
    ALL.put("cosine", config -> new Cosine());
    ALL.put("divergence", ScoreDivergence::new);
    ALL.put("f1", PrecisionRecall::new);
    ALL.put("roc-auc", RocAuc::new);
    ALL.put("mse", MeanError::squared);
    ALL.put("mae", MeanError::absolute);
    ALL.put("psnr", Psnr::new);
    ALL.put("ssim", Ssim::new);
    ALL.put("miou", MeanIou::new);
    ALL.put("map", MeanAveragePrecision::new);
    ALL.put("perplexity", Perplexity::new);
    ALL.put("token-accuracy", TokenAccuracy::new);
  }

  private Metrics() {}

  /** The metrics that a job asks for, in its order. */
  public static MetricSuite of(ValidationConfig config) {
    List<Metric> metrics = new ArrayList<>();
    config.metrics().stream().distinct().forEach(name -> metrics.add(create(name, config)));
    return new MetricSuite(metrics);
  }

  private static Metric create(String name, ValidationConfig config) {
    if (name.matches("top[1-9][0-9]{0,5}")) {
      return new TopAccuracy(Integer.parseInt(name.substring("top".length())));
    }
    Function<ValidationConfig, Metric> known = ALL.get(name);
    return known == null ? provided(name, config) : known.apply(config);
  }

  private static Metric provided(String name, ValidationConfig config) {
    List<String> names = new ArrayList<>(List.of("topK for any K"));
    names.addAll(ALL.keySet());
    for (MetricProvider provider : ServiceLoader.load(MetricProvider.class)) {
      if (provider.name().equals(name)) {
        return provider.create(config);
      }
      names.add(provider.name());
    }
    throw new VernierException(
        "validation.metrics: there is no metric '"
            + name
            + "'; expected some of "
            + String.join(", ", names)
            + ", or the name of a MetricProvider on the class path");
  }
}
