package dev.vernier.conf;

import java.util.List;

/** What accuracy control may do to keep the loss under {@code validation.max-drop}. */
public record ControlConfig(
    @Setting(
            doc =
                "If the loss exceeds max-drop, try the settings of tune, then give the operators"
                    + " that do most damage 16-bit activations, then leave them in floating point,"
                    + " as few as keep the limit. With false, max-drop is only a gate.",
            byDefault = "true")
        boolean enabled,
    @Setting(
            doc =
                "Most rows, of one half of the data, on which settings and operators are ranked; the"
                    + " choice is confirmed on the other half.",
            byDefault = "300",
            min = 1)
        int rankingSamples,
    @Setting(
            doc =
                "Largest share of the quantized operators to leave in floating point; one always"
                    + " may be.",
            byDefault = "1",
            min = 0,
            max = 1)
        double maxReverted,
    @Setting(
            doc =
                "Largest share of the quantized operators, and at most 8, that read and write 16"
                    + " bits before any is left in floating point; rounded up, 0: none. Their"
                    + " weights keep 8 bits.",
            byDefault = "0.1",
            min = 0,
            max = 1)
        double maxRaised,
    @Setting(
            doc =
                "Candidates that run over the same rows in one pass; more share decoding and the"
                    + " FP32 run, and take more memory; in local mode at most what three quarters"
                    + " of the heap hold.",
            byDefault = "16",
            min = 1,
            max = 1000)
        int sideBySide,
    @Setting(
            doc =
                "Settings to search before operators get 16 bits or are left in floating point, each"
                    + " 'key=value|value' of quantization, refine.rounding or"
                    + " refine.bias-correction. One after the other takes the value that does best"
                    + " on the ranking rows; all are solved from the same states.",
            byDefault =
                "[\"quantization.method=mse|sqnr|percentile|mean-minmax\","
                    + " \"refine.rounding=error-feedback|reconstruction\"]")
        List<String> tune) {

  /** Copies the list. */
  public ControlConfig {
    tune = List.copyOf(tune);
  }
}
