package dev.vernier.quantize.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rewrites that are judged on samples a model gets before calibration.
 *
 * @param equalization whether channels are scaled between layers
 * @param smoothing how activations are smoothed; empty: they are not
 */
public record RewriteSettings(boolean equalization, Optional<SmoothAlphas> smoothing) {

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
    smoothing.ifPresent(
        alphas -> steps.add("smooth-quant " + alphas.product() + " " + alphas.convolution()));
    return String.join(", ", steps);
  }
}
