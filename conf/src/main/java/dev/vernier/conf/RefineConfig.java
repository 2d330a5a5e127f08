package dev.vernier.conf;

/** What is corrected after ranges are chosen, by running the quantized model on a few samples. */
public record RefineConfig(
    @Setting(
            doc =
                "Calibration samples, those with the smallest identity hashes, on which the"
                    + " quantized model is refined; 0: it is not.",
            byDefault = "64",
            min = 0,
            max = 1024)
        int samples,
    @Setting(
            doc =
                "Move each layer's bias so that its mean output is that of the floating-point"
                    + " model, layer after layer.",
            byDefault = "true")
        boolean biasCorrection,
    @Setting(
            doc =
                "Where no samples refine (samples = 0), take the expected effect of the weights'"
                    + " rounding off biases, by the statistics of batch normalisation. It reads no"
                    + " data.",
            byDefault = "false")
        boolean analyticalBias,
    @Setting(
            doc =
                "How weights are rounded: each to the nearest code, so that a layer's outputs on"
                    + " its quantized inputs change least, or so that they are nearest to those of"
                    + " the floating-point model.",
            byDefault = "error-feedback",
            oneOf = {"nearest", "error-feedback", "reconstruction"})
        String rounding) {}
