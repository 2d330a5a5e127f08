package dev.vernier.conf;

/** Which weights the formats without ranges round. */
public record WeightOnlyConfig(
    @Setting(
            doc =
                "Weights with fewer elements stay in float, in the formats dynamic, weight-only and"
                    + " matmul-nbits.",
            byDefault = "0",
            min = 0)
        int minElements) {}
