package dev.vernier.pipeline;

import dev.vernier.conf.JobConfig;
import dev.vernier.conf.RewriteConfig;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.rewrite.RewriteSettings;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.rewrite.SmoothAlphas;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** From the words of a job file to the rewrites that a model gets before calibration. */
final class RewriteMapping {
  private RewriteMapping() {}

  /** The rewrites of a model; {@code auto} is settled by the model and the quantizer's settings. */
  static RewriteSettings settings(
      JobConfig job, PreparedModel model, QuantizationSettings settings) {
    RewriteConfig config = job.rewrites();
    boolean ranges = OutputFormats.find(settings.export().format()).needsRanges();
    // Tables for other tools are of the model as it was given.
    boolean alone = job.output().tables().isEmpty();
    boolean equalization = chosen(config.equalization(), () -> ranges && isCoarse(settings));
    return new RewriteSettings(
        equalization,
        ranges && chosen(config.biasAbsorption(), () -> equalization),
        ranges && chosen(config.channelAlignment(), () -> false),
        alphas(config)
            .filter(
                alphas ->
                    ranges
                        && chosen(
                            config.smoothQuant(), () -> alone && isTransformer(model, settings))));
  }

  /** The rewrites that were asked for before, as far as {@code auto} allows them. */
  static RewriteSettings settings(RewriteConfig config, Rewrites before) {
    return new RewriteSettings(
        chosen(config.equalization(), () -> before.equalization().isPresent()),
        chosen(config.biasAbsorption(), () -> before.absorption().isPresent()),
        chosen(config.channelAlignment(), () -> before.alignment().isPresent()),
        alphas(config)
            .filter(a -> chosen(config.smoothQuant(), () -> before.smoothing().isPresent())));
  }

  private static Optional<SmoothAlphas> alphas(RewriteConfig config) {
    return Optional.of(
        new SmoothAlphas(config.smoothQuantAlpha(), config.smoothQuantConvolutionAlpha()));
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
