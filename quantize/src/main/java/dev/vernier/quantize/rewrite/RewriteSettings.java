package dev.vernier.quantize.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rewrites that are judged on samples a model gets before calibration.
 *
 * @param equalization whether channels are scaled between layers
 * @param absorption whether high biases are absorbed by the layer after
 * @param alignment whether channels between layers are centred and scaled by their values
 * @param smoothing how activations are smoothed; empty: they are not
 */
public record RewriteSettings(
    boolean equalization, boolean absorption, boolean alignment, Optional<SmoothAlphas> smoothing) {

  /** Of equalisation alone. */
  public static final RewriteSettings EQUALIZATION =
      new RewriteSettings(true, false, false, Optional.empty());

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return text().isEmpty();
  }

  /** One line, as written beside states; equal for equal settings, empty for none. */
  public String text() {
    List<String> steps = new ArrayList<>();
    if (equalization) {
      steps.add("equalization");
    }
    if (absorption) {
      steps.add("bias-absorption");
    }
    if (alignment) {
      steps.add("channel-alignment");
    }
    smoothing.ifPresent(
        alphas -> steps.add("smooth-quant " + alphas.product() + " " + alphas.convolution()));
    return String.join(", ", steps);
  }
}
