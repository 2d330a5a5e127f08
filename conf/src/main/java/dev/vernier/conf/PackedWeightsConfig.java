package dev.vernier.conf;

/** How the format packed-weights chooses the width of weights. */
public record PackedWeightsConfig(
    @Setting(
            doc = "Bits of every weight, from 1 to 16; 0: each weight's own, by its error.",
            byDefault = "0",
            min = 0,
            max = 16)
        int bits,
    @Setting(
            doc =
                "Relative error of a weight that the search of its width aims at; larger takes fewer"
                    + " bits.",
            byDefault = "0.02",
            min = 0.000001,
            max = 0.999)
        double initScale,
    @Setting(doc = "Steps of the search of a width.", byDefault = "40", min = 1, max = 65535)
        int maxIterations) {}
