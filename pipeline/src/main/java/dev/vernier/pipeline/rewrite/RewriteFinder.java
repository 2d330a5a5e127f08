package dev.vernier.pipeline.rewrite;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.refine.ChannelStates;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.rewrite.CrossLayerEqualization;
import dev.vernier.quantize.rewrite.Equalization;
import dev.vernier.quantize.rewrite.RewriteSettings;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.rewrite.SmoothAlphas;
import dev.vernier.quantize.rewrite.SmoothQuant;
import dev.vernier.quantize.rewrite.Smoothing;
import dev.vernier.stats.PerChannelState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Finds rewrites on samples, one after the other: each sees the model that those before it have
 * made. The result depends on the set of samples alone.
 */
public final class RewriteFinder {
  private static final int CHANNELS = 1;

  private final QuantizationSettings settings;
  private final SampleSet samples;
  private PreparedModel model;

  private RewriteFinder(PreparedModel given, QuantizationSettings settings, SampleSet samples) {
    this.model = given;
    this.settings = settings;
    this.samples = samples;
  }

  /**
   * Finds the rewrites that are asked for.
   *
   * @param settings of quantization: only layers that they quantize are smoothed
   */
  public static Rewrites find(
      PreparedModel given,
      QuantizationSettings settings,
      RewriteSettings wanted,
      SampleSet samples) {
    RewriteFinder finder = new RewriteFinder(given, settings, samples);
    Optional<Equalization> equalization =
        wanted.equalization() ? Optional.of(finder.equalization()) : Optional.empty();
    Optional<Smoothing> smoothing = wanted.smoothing().map(finder::smoothing);
    return new Rewrites(equalization, smoothing);
  }

  /** The model with rewrites that were found for it. */
  public static PreparedModel apply(PreparedModel given, Rewrites rewrites) {
    PreparedModel model = given;
    for (UnaryOperator<OnnxModel> step : rewrites.steps()) {
      model = PreparedModel.of(step.apply(model.prepared()));
    }
    return model;
  }

  private Equalization equalization() {
    Map<String, Integer> axes = new HashMap<>();
    CrossLayerEqualization.limited(model.prepared()).forEach(t -> axes.put(t, CHANNELS));
    Map<String, float[]> largest = new TreeMap<>();
    ChannelStates.of(model.engine(), axes, samples)
        .forEach((tensor, state) -> largest.put(tensor, maxima(state)));
    Equalization found = CrossLayerEqualization.find(model.prepared(), largest);
    model = apply(model, new Rewrites(Optional.of(found), Optional.empty()));
    return found;
  }

  private static float[] maxima(PerChannelState state) {
    float[] maxima = new float[state.channels()];
    for (int c = 0; c < maxima.length; c++) {
      maxima[c] = state.max(c);
    }
    return maxima;
  }

  private Smoothing smoothing(SmoothAlphas alphas) {
    QuantizationPlan plan = QuantizationPlan.of(model.prepared(), settings);
    Map<String, Integer> axes = SmoothQuant.tensors(model.prepared(), plan, alphas);
    Map<String, double[]> largest = new TreeMap<>();
    ChannelStates.of(model.engine(), axes, samples)
        .forEach((tensor, state) -> largest.put(tensor, magnitudes(state)));
    Smoothing found = SmoothQuant.find(model.prepared(), plan, alphas, largest);
    model = apply(model, new Rewrites(Optional.empty(), Optional.of(found)));
    return found;
  }

  /** Largest magnitudes; 0 for a channel without values. */
  private static double[] magnitudes(PerChannelState state) {
    double[] magnitudes = new double[state.channels()];
    for (int c = 0; c < magnitudes.length; c++) {
      boolean any = state.count(c) > 0;
      magnitudes[c] = any ? Math.max(-(double) state.min(c), state.max(c)) : 0;
    }
    return magnitudes;
  }
}
