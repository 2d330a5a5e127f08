package dev.vernier.quantize.refine;

import dev.vernier.onnx.VernierException;

/**
 * What the refine stage does.
 *
 * @param samples on how many samples, chosen by hash; 0: nothing is refined
 * @param biasCorrection whether biases take up mean differences, layer after layer
 * @param rounding how weights are rounded
 */
public record RefineSettings(int samples, boolean biasCorrection, WeightRounding rounding) {

  public RefineSettings {
    if (samples < 0) {
      throw new VernierException("refine samples = " + samples + ": expected 0 or more");
    }
  }

  /** The defaults of the product. */
  public static RefineSettings defaults() {
    return new RefineSettings(64, true, WeightRounding.ERROR_FEEDBACK);
  }

  /** Whether there is anything to do. */
  public boolean isActive() {
    return samples > 0 && (biasCorrection || rounding != WeightRounding.NEAREST);
  }

  public RefineSettings withSamples(int value) {
    return new RefineSettings(value, biasCorrection, rounding);
  }

  public RefineSettings withBiasCorrection(boolean value) {
    return new RefineSettings(samples, value, rounding);
  }

  public RefineSettings withRounding(WeightRounding value) {
    return new RefineSettings(samples, biasCorrection, value);
  }

  /** One line, as written into a model's metadata and a saved refinement. */
  public String text() {
    String weights = rounding == WeightRounding.NEAREST ? "" : ", rounding " + rounding.text();
    return samples + " samples" + weights + (biasCorrection ? ", bias correction" : "");
  }
}
