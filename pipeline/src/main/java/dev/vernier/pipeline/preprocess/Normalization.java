package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import java.util.List;

/**
 * {@code (x * scale - mean) / std}, in double precision; mean and std are shared by all elements or
 * one a channel.
 */
record Normalization(double scale, List<Double> mean, List<Double> std) {

  static Normalization of(InputConfig config) {
    return new Normalization(config.scale(), config.mean(), config.std());
  }

  /** True if values pass unchanged. */
  boolean isIdentity() {
    return scale == 1 && mean.isEmpty() && std.isEmpty();
  }

  /** Number of channels that the settings tell apart; 1 if they are shared. */
  int channels() {
    return Math.max(1, Math.max(mean.size(), std.size()));
  }

  double apply(double value, int channel) {
    double centred = value * scale - at(mean, channel, 0);
    return std.isEmpty() ? centred : centred / at(std, channel, 1);
  }

  private static double at(List<Double> values, int channel, double none) {
    return values.isEmpty() ? none : values.get(values.size() == 1 ? 0 : channel);
  }
}
