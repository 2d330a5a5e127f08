package dev.vernier.conf;

import java.util.List;

/** Which parts stay in floating point, and how tensors share quantizers. */
public record PlacementConfig(
    @Setting(
            doc =
                "Parts of networks to recognise and leave in floating point; by-type stands for"
                    + " those of the model type.",
            byDefault = "[by-type]",
            oneOf = {
              "by-type",
              "squeeze-excite",
              "attention",
              "normalization",
              "detection-head",
              "post-processing"
            })
        List<String> keepFloat,
    @Setting(
            doc =
                "Let both inputs of an Add share a scale that covers them, for hardware that does"
                    + " not rescale.",
            byDefault = "false")
        boolean shareAdd,
    @Setting(
            doc =
                "Outputs whose range the operator implies: softmax (0 to 1), tflite (Softmax,"
                    + " Sigmoid, Tanh, LogSoftmax and LpNormalization by TFLite's specification), or"
                    + " none.",
            byDefault = "softmax",
            oneOf = {"softmax", "tflite", "none"})
        String fixedRanges) {

  /** Copies the list. */
  public PlacementConfig {
    keepFloat = List.copyOf(keepFloat);
  }
}
