package dev.vernier.conf;

/** What is changed in the model before calibration, beside what never costs anything. */
public record RewriteConfig(
    @Setting(
            doc =
                "Scale channels between layers so that weights with one scale a tensor lose"
                    + " little; auto: where weights have one scale a tensor.",
            byDefault = "auto",
            oneOf = {"auto", "always", "never"})
        String equalization) {}
