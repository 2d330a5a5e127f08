package dev.vernier.pipeline;

import dev.vernier.conf.RewriteConfig;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.rewrite.RewriteSettings;
import dev.vernier.quantize.rewrite.SmoothAlphas;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** From the words of a job file to the rewrites that a model gets before calibration. */
final class RewriteMapping {
  private RewriteMapping() {}

  /** The rewrites of a model; {@code auto} is settled by the model and the quantizer's settings. */
  static RewriteSettings settings(
      RewriteConfig config, PreparedModel model, QuantizationSettings settings) {
    boolean ranges = OutputFormats.find(settings.export().format()).needsRanges();
    boolean equalization = chosen(config.equalization(), () -> ranges && isCoarse(settings));
    boolean absorption = chosen(config.biasAbsorption(), () -> equalization);
    boolean alignment = chosen(config.channelAlignment(), () -> false);
    boolean smoothing =
        ranges && chosen(config.smoothQuant(), () -> isTransformer(model, settings));
    SmoothAlphas alphas =
        new SmoothAlphas(config.smoothQuantAlpha(), config.smoothQuantConvolutionAlpha());
    return new RewriteSettings(
        equalization,
        ranges && absorption,
        ranges && alignment,
        Optional.of(alphas).filter(a -> smoothing));
  }

  private static boolean chosen(String word, BooleanSupplier auto) {
    return word.equals("auto") ? auto.getAsBoolean() : word.equals("always");
  }

  private static boolean isCoarse(QuantizationSettings settings) {
    WeightFormat.Granularity granularity = settings.scheme().weights().granularity();
    return !granularity.perChannel() && granularity.blockSize() == 0;
  }

  private static boolean isTransformer(PreparedModel model, QuantizationSettings settings) {
    return QuantizationPlan.of(model.prepared(), settings).modelType() == ModelType.TRANSFORMER;
  }
}
