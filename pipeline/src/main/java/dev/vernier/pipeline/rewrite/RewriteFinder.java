package dev.vernier.pipeline.rewrite;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.refine.ChannelQuantiles;
import dev.vernier.pipeline.refine.ChannelStates;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.rewrite.BiasAbsorption;
import dev.vernier.quantize.rewrite.ChannelAlignment;
import dev.vernier.quantize.rewrite.ChannelChange;
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
import java.util.Set;
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
    Rewrites found = Rewrites.NONE;
    if (wanted.equalization()) {
      found = found.withEqualization(finder.equalization());
    }
    if (wanted.absorption()) {
      found = found.withAbsorption(finder.absorption());
    }
    if (wanted.alignment()) {
      found = found.withAlignment(finder.alignment());
    }
    return wanted.smoothing().isPresent()
        ? found.withSmoothing(finder.smoothing(wanted.smoothing().get()))
        : found;
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
    Map<String, Integer> axes = channels(CrossLayerEqualization.limited(model.prepared()));
    Map<String, float[]> largest = new TreeMap<>();
    ChannelStates.of(model.engine(), axes, samples)
        .forEach((tensor, state) -> largest.put(tensor, maxima(state)));
    Equalization found = CrossLayerEqualization.find(model.prepared(), largest);
    model = apply(model, Rewrites.NONE.withEqualization(found));
    return found;
  }

  private static Map<String, Integer> channels(Set<String> tensors) {
    Map<String, Integer> axes = new HashMap<>();
    tensors.forEach(tensor -> axes.put(tensor, CHANNELS));
    return axes;
  }

  private Map<String, ChannelChange> absorption() {
    Map<String, Integer> axes = channels(BiasAbsorption.tensors(model.prepared()));
    Map<String, PerChannelState> squares = ChannelStates.ofSquares(model.engine(), axes, samples);
    Map<String, BiasAbsorption.Spread> spreads = new TreeMap<>();
    ChannelStates.of(model.engine(), axes, samples)
        .forEach((tensor, state) -> spreads.put(tensor, spread(state, squares.get(tensor))));
    Map<String, ChannelChange> found = BiasAbsorption.find(model.prepared(), spreads);
    model = apply(model, Rewrites.NONE.withAbsorption(found));
    return found;
  }

  private static BiasAbsorption.Spread spread(PerChannelState state, PerChannelState squares) {
    int channels = state.channels();
    BiasAbsorption.Spread spread =
        new BiasAbsorption.Spread(
            new double[channels], new double[channels], new double[channels], new double[channels]);
    for (int c = 0; c < channels; c++) {
      double mean = state.mean(c);
      spread.mean()[c] = mean;
      spread.deviation()[c] = Math.sqrt(Math.max(0, squares.mean(c) - mean * mean));
      spread.min()[c] = state.min(c);
      spread.max()[c] = state.max(c);
    }
    return spread;
  }

  private Map<String, ChannelChange> alignment() {
    Map<String, ChannelAlignment.Ends> ends = new TreeMap<>();
    ChannelQuantiles.of(
            model.engine(),
            ChannelAlignment.tensors(model.prepared()),
            samples,
            ChannelAlignment.QUANTILE,
            1 - ChannelAlignment.QUANTILE)
        .forEach((tensor, q) -> ends.put(tensor, new ChannelAlignment.Ends(q[0], q[1])));
    Map<String, ChannelChange> found = ChannelAlignment.find(model.prepared(), ends);
    model = apply(model, Rewrites.NONE.withAlignment(found));
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
    model = apply(model, Rewrites.NONE.withSmoothing(found));
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
